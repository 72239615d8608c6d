// Stands between the app and the network: pages always come from the network, and where there is none a page of ours
// says so. Nobody's pages are ever kept (S-54): only the styles, scripts and signs that everybody is given.
const told = {} /* told */;
const KEPT = `goodword-${told.version}`;
const READER = "goodword-reader"; // holds only the language of the pages
const ANY = { ignoreVary: true };
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forget()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(fetch(request).catch(() => standIn()));
  const path = new URL(request.url).pathname;
  if (told.shell.includes(path)) event.respondWith(HASHED.test(path) ? fromKept(request) : fromNetwork(request));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll([...told.shell, ...Object.values(told.pages)].map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
}

async function forget() {
  for (const name of await caches.keys()) if (name !== KEPT && name !== READER) await caches.delete(name);
}

async function standIn() {
  const said = await (await caches.open(READER)).match("/language");
  const language = said ? (await said.text()).toLowerCase() : "en";
  return (await (await caches.open(KEPT)).match(told.pages[language] || told.pages.en, ANY)) || Response.error();
}

async function fromKept(request) {
  return (await (await caches.open(KEPT)).match(request.url, ANY)) || fetch(request);
}

async function fromNetwork(request) {
  return fetch(request).catch(() => fromKept(request));
}
