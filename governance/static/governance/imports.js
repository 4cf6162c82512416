// Renews the progress of a long import, and loads the page once it is over. Without it there is a link to look again.
(function () {
  const place = document.querySelector("[data-import-progress]");
  if (!place || !window.fetch) return;
  async function look() {
    try {
      const response = await fetch(window.location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.querySelector("[data-import-progress]");
      if (!now || response.redirected) {
        window.location.reload();
        return;
      }
      if (now.textContent !== place.textContent) place.replaceChildren(...now.childNodes);
    } catch {
      // The next look may find the server again.
    }
    window.setTimeout(look, 3000);
  }
  window.setTimeout(look, 2000);
})();
