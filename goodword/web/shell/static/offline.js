// Looks again by itself, and goes on as soon as the house can be reached.
(() => {
  const look = async () => {
    try {
      const answer = await fetch("/robots.txt", { method: "HEAD", cache: "no-store" });
      if (answer.ok) location.reload();
    } catch {
      // still nothing; looked at again below
    }
  };
  addEventListener("online", look);
  setInterval(look, 4000);
})();
