/** Light or dark as this browser's user chose, before anything is drawn. Loaded without `module`. */
(() => {
  try {
    const { appearance } = JSON.parse(localStorage.getItem("footing.settings") ?? "{}");
    if (appearance === "light" || appearance === "dark") {
      document.documentElement.dataset.appearance = appearance;
    }
  } catch {
    // Without storage the page follows the system.
  }
})();
