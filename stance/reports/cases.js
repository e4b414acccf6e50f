// Cases under one another: chosen by what stands in the selects, by words, by links to a selection.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  if (!$("shown")) return;
  const cases = [...document.querySelectorAll(".case")];
  const stories = [...document.querySelectorAll(".story")];
  const chosen = [...document.querySelectorAll("select[data-by]")];
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
      const fits = chosen.every((select) => !select.value || (one.dataset[select.dataset.by] ?? "").split("|").includes(select.value))
        && (!words || wordsOf(one).includes(words));
      one.hidden = !fits;
      shown += fits;
    }
    for (const story of stories) story.hidden = !story.querySelector(".case:not([hidden])");
    $("shown").textContent = `${shown.toLocaleString("en")} of ${cases.length.toLocaleString("en")} shown`;
    $("all").hidden = shown === cases.length;
    $("nothing").hidden = shown > 0;
  };
  const clear = () => {
    for (const select of chosen) select.value = "";
    wanted.value = "";
  };
  for (const select of chosen) select.addEventListener("change", show);
  wanted.addEventListener("input", show);
  $("all").addEventListener("click", () => {
    clear();
    show();
    chosen[0].focus();
  });
  for (const link of document.querySelectorAll("a[data-pick]")) {
    link.addEventListener("click", () => {
      clear();
      for (const [by, value] of Object.entries(JSON.parse(link.dataset.pick))) $(`pick-${by}`).value = value;
      show();
    });
  }
  // A browser may have kept what was chosen before the page was loaded anew.
  show();
})();
