(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;

  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const nameTheme = () => { $("theme").textContent = dark() ? "Light" : "Dark"; };
  $("theme").setAttribute("aria-label", "Switch between light and dark");
  $("theme").addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { sessionStorage.setItem("stance-theme", root.dataset.theme); } catch { /* kept for this page only */ }
    nameTheme();
  });
  nameTheme();

  if (!$("shown")) return;
  const cases = [...document.querySelectorAll(".case")];
  const stories = [...document.querySelectorAll(".story")];
  const chosen = ["class", "kind", "mention", "cue"].map((name) => [name, $(`pick-${name}`)]);
  const wanted = $("pick-words");
  const texts = new Map();
  const wordsOf = (one) => {
    if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase());
    return texts.get(one);
  };

  const show = () => {
    const words = wanted.value.trim().toLowerCase();
    let shown = 0;
    for (const one of cases) {
      const fits = chosen.every(([name, select]) => !select.value || one.dataset[name].split("|").includes(select.value))
        && (!words || wordsOf(one).includes(words));
      one.hidden = !fits;
      shown += fits;
    }
    for (const story of stories) story.hidden = !story.querySelector(".case:not([hidden])");
    $("shown").textContent = `${shown.toLocaleString("en")} of ${cases.length.toLocaleString("en")} shown`;
    $("all").hidden = shown === cases.length;
    $("nothing").hidden = shown > 0;
  };
  for (const [, select] of chosen) select.addEventListener("change", show);
  wanted.addEventListener("input", show);
  $("all").addEventListener("click", () => {
    for (const [, select] of chosen) select.value = "";
    wanted.value = "";
    show();
    $("pick-class").focus();
  });
  for (const link of document.querySelectorAll("a[data-pick]")) {
    link.addEventListener("click", () => {
      for (const [, select] of chosen) select.value = "";
      wanted.value = "";
      $(`pick-${link.dataset.name}`).value = link.dataset.pick;
      show();
    });
  }
  // A browser may have kept what was chosen before the page was loaded anew.
  show();
})();
