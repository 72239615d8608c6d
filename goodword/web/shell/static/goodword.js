// Comforts only: every page works without this file.
(() => {
  const $ = (selector, from = document) => from.querySelector(selector);

  // On a phone the tab or filter one is at is scrolled into sight, again when the width changes.
  const inSight = () => {
    for (const here of document.querySelectorAll(":is(.tabs, .chips.run) [aria-current]")) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 48;
  };
  inSight();
  addEventListener("resize", inSight);

  // A second press of the same button sends nothing.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    if (event.submitter?.matches("[data-once]")) {
      form.dataset.sent = "1";
      event.submitter.setAttribute("aria-disabled", "true");
    }
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });

  // A page that is meant for paper.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // What was chosen in place of the browser's own words for it.
  addEventListener("change", ({ target }) => {
    const told = target.type === "file" && $("[data-none]", target.parentElement);
    if (told) told.textContent = [...target.files].map((file) => file.name).join(", ") || told.dataset.none;
  });

  // A changed number takes effect by itself.
  addEventListener("change", (event) => event.target.matches?.("[data-auto]") && event.target.form.requestSubmit());

  // A field that suggests: arrows choose, Enter follows, Escape shuts. Without scripts its form is simply sent.
  const listed = (field) => [...document.getElementById(field.getAttribute("aria-controls")).querySelectorAll("[role=option]")];
  const choose = (field, chosen) => {
    for (const option of listed(field)) option.setAttribute("aria-selected", option === chosen);
    field.setAttribute("aria-expanded", listed(field).length > 0);
    chosen ? field.setAttribute("aria-activedescendant", chosen.id) : field.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const shut = (field) => (document.getElementById(field.getAttribute("aria-controls")).replaceChildren(), choose(field));
  addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[role=combobox]");
    const options = field && !event.isComposing ? listed(field) : [];
    if (!options.length) return;
    const at = options.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(field, [...options, undefined].at((at + step + 1 + options.length + 1) % (options.length + 1) - 1));
    else if (event.key === "Enter" && at >= 0) options[at].click();
    else if (event.key === "Escape") shut(field);
    else return;
    event.preventDefault();
  });
  addEventListener("mousedown", (event) => event.target.closest?.("[role=listbox]") && event.preventDefault());
  addEventListener("focusout", (event) => event.target.matches?.("[role=combobox]") && shut(event.target));
  addEventListener("htmx:afterSwap", (event) => {
    const field = event.target.matches?.("[role=listbox]") && $(`[aria-controls="${event.target.id}"]`);
    if (field) field === document.activeElement ? choose(field) : shut(field);
  });

  // How much of a text is typed, and what is cut from a picture, is shown while it is done.
  const SHAPES = { square: 1, tall: 0.8, wide: 4 / 3 };
  function cut(box) {
    const img = $("img", box), now = Object.fromEntries([...box.querySelectorAll("[data-cut]")].map((one) => [one.dataset.cut, one.value]));
    box.classList.add("cut");
    $(".frame", box).style.aspectRatio = SHAPES[now.shape] || img.width / img.height;
    img.style.objectPosition = img.style.transformOrigin = `${now.x}% ${now.y}%`;
    img.style.transform = `scale(${now.zoom / 100})`;
  }
  addEventListener("input", (event) => {
    const told = event.target.id && $(`[data-count="${event.target.id}"]`), box = event.target.closest?.("[data-crop]");
    if (told) told.textContent = event.target.value.length;
    if (box) cut(box);
  });
  for (const box of document.querySelectorAll("[data-crop]")) cut(box);
  for (const zones of document.querySelectorAll("[data-zone]")) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own && ![...zones.options].some((one) => one.value === own)) zones.add(new Option(own.replaceAll("_", " "), own));
    if (own) zones.value = own;
  }

  // What stands in an order can be dragged there; it is sent the way its buttons send it.
  document.documentElement.classList.add("scripted");
  addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-drag]"), row = grip?.closest("[data-row]");
    if (!row || event.button) return;
    event.preventDefault();
    const rows = () => [...row.parentElement.children].filter((one) => one.dataset.row === row.dataset.row);
    const before = rows().indexOf(row);
    row.classList.add("lifted");
    const move = ({ clientX, clientY }) => {
      const over = document.elementsFromPoint(clientX, clientY).map((one) => one.closest("[data-row]")).find((one) => one && one !== row && one.parentElement === row.parentElement && one.dataset.row === row.dataset.row);
      if (!over) return;
      // past its middle, so that rows of unlike heights do not change places to and fro under one pointer
      const { top, height } = over.getBoundingClientRect(), below = rows().indexOf(over) > rows().indexOf(row);
      if (below === clientY > top + height / 2) over[below ? "after" : "before"](row);
    };
    const drop = () => {
      for (const [name, hear] of hearing) removeEventListener(name, hear);
      row.classList.remove("lifted");
      const place = rows().indexOf(row), form = $("form[data-place]", row);
      if (place === before || !form) return;
      form.elements.namedItem("place").value = place;
      form.requestSubmit();
    };
    // on the window: a row that moves in the page lets go of a captured pointer
    const hearing = [["pointermove", move], ["pointerup", drop], ["pointercancel", drop]];
    for (const [name, hear] of hearing) addEventListener(name, hear);
  });

  // A link to a product opens as a sheet over the page; without scripts, or on any trouble, it is a link.
  const sheet = $("#sheet");
  addEventListener("click", async (event) => {
    if (event.target === sheet) return sheet.close();
    const link = event.target.closest?.("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !sheet?.showModal) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.dataset.sheet, { headers: { "X-Sheet": "1" } });
      if (!answer.ok) throw new Error(answer.status);
      $(".inside", sheet).innerHTML = await answer.text();
      window.htmx?.process($(".inside", sheet));
      sheet.showModal();
      note("opened", link.closest("[data-post]"));
    } catch {
      location.assign(link.href);
    }
  });

  // Moments in the reader's own time.
  const localise = (from) => {
    const style = (year) => new Intl.DateTimeFormat(document.documentElement.lang, { year, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const soon = style(), other = style("numeric"), now = new Date().getFullYear();
    for (const time of from.querySelectorAll("time[data-local]")) {
      const at = new Date(time.dateTime);
      time.title = time.textContent;
      time.textContent = (at.getFullYear() === now ? soon : other).format(at);
      delete time.dataset.local;
    }
  };

  // Where there is no connection, a page of ours says so; it is told the language of the pages.
  if ("serviceWorker" in navigator && isSecureContext) {
    navigator.serviceWorker.register("/worker.js").catch(() => {});
    caches.open("goodword-reader").then((cache) => cache.put("/language", new Response(document.documentElement.lang))).catch(() => {});
  }

  // What was seen and opened, gathered and sent together; only where the page names an address for it.
  const target = $("meta[name=signals]")?.content;
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];
  let waiting = [];
  const told = new Set();
  function note(kind, card) {
    const { post, product = "" } = card?.dataset || {};
    if (!target || !post || told.has(kind + post + product)) return;
    told.add(kind + post + product);
    waiting.push({ kind, post, product: product || null });
    if (waiting.length >= 40) send();
  }
  function send() {
    if (!waiting.length) return;
    const signals = waiting.splice(0, 50);
    fetch(target, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ signals }) }).catch(() => {});
  }
  const watch = target && new IntersectionObserver((entries) => {
    for (const { isIntersecting, target: card } of entries) {
      clearTimeout(card.lookedAt);
      if (isIntersecting) card.lookedAt = setTimeout(() => { note("seen", card); watch.unobserve(card); }, 1000);
    }
  }, { threshold: 0.6 });
  const attend = (from) => {
    localise(from);
    if (!watch) return;
    for (const card of from.querySelectorAll("[data-post]:not([data-opened])")) watch.observe(card);
    for (const page of from.querySelectorAll("[data-opened]")) note("opened", page);
  };
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  setInterval(send, 15000);

  attend(document);
  document.addEventListener("htmx:afterSettle", (event) => attend(event.detail.target?.isConnected ? event.detail.target : document));
})();
