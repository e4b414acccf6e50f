(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const NO_SOURCE = "No source given";
  const FIRST_ROWS = 100;
  const MORE_ROWS = 400;
  const PRINTED_ROWS = 2000;
  const scored = data.glyphs.length > 0;

  const statements = data.rows.map((row, n) => {
    const [id, article, speaker, affiliation, kind, act, label, scores, nested, mention, cue, text, run] = row;
    return { n, id, article, speaker, affiliation, kind, act, label, scores, nested, mention, cue, text, run };
  });
  const nameOf = (speaker) => (speaker < 0 ? NO_SOURCE : data.speakers[speaker]);
  const titleOf = (article) => data.articles[article][1] ?? data.articles[article][0];
  const dayOf = (article) => data.articles[article][3] ?? "";
  const listed = (names, number) => (number < 0 ? "" : names[number]);
  const chance = (s) => (s.scores && s.label >= 0 ? s.scores[s.label] : null);
  const counted = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  /** Make an element; texts become text nodes, so nothing from an article is ever read as HTML. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  }
  const isolated = (text) => make("bdi", {}, text);
  const word = (label) =>
    make("span", { class: `word l${label}` }, make("span", { class: "g", "aria-hidden": "true" }, data.glyphs[label]), data.labels[label]);

  // ---- marks in the text -------------------------------------------------------------------
  const marked = [...document.querySelectorAll("[data-s]")].map((element) => [element, Number(element.dataset.s)]);
  const pieces = new Map();
  for (const [element, n] of marked) {
    if (!pieces.has(n)) pieces.set(n, []);
    pieces.get(n).push(element);
    if (element.classList.contains("tag")) {
      element.setAttribute("role", "button");
      element.setAttribute("aria-haspopup", "dialog");
    }
  }
  const tagsOf = (n) => (pieces.get(n) ?? []).filter((element) => element.classList.contains("tag"));
  const light = (n, on) => (pieces.get(n) ?? []).forEach((element) => element.classList.toggle("on", on));

  // ---- the card ----------------------------------------------------------------------------
  const card = $("card");
  let open = null; // {n, anchor, pinned}
  let timer = 0;

  function term(list, name, value) {
    if (value == null || value === "") return;
    list.append(make("dt", {}, name), make("dd", {}, typeof value === "string" ? isolated(value) : value));
  }
  function odds(s) {
    const list = make("dl", { class: "odds" });
    s.scores.forEach((share, label) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("class", `l${label}`);
      svg.setAttribute("aria-hidden", "true");
      for (const [css, width] of [["room-rect", 1], ["", share]]) {
        const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        rect.setAttribute("class", css);
        rect.setAttribute("width", `${100 * width}%`);
        rect.setAttribute("height", "100%");
        svg.append(rect);
      }
      list.append(make("dt", {}, word(label)), make("dd", {}, svg), make("dd", { class: "num" }, `${Math.round(100 * share)}%`));
    });
    return list;
  }
  function fill(s, pinned) {
    const facts = make("dl");
    if (s.label >= 0) term(facts, "Label", word(s.label));
    term(facts, "Act", listed(data.acts, s.act));
    term(facts, "Kind", listed(data.kinds, s.kind) + (s.nested ? ", inside another statement" : ""));
    term(facts, "Named as", s.mention);
    term(facts, "Cue", s.cue);
    term(facts, "Id", s.id);
    const tags = tagsOf(s.n);
    const acts = make("div", { class: "acts" });
    acts.append(make("button", { type: "button", click: () => { shut(); choose(chosen === s.speaker ? null : s.speaker); } },
      chosen === s.speaker ? "Show all speakers" : "Only this speaker"));
    if (tags.length > 1) {
      tags.forEach((tag, i) => acts.append(make("button", { type: "button", click: () => visit(s.n, i) }, `Part ${i + 1}`)));
    }
    card.className = `card ${s.label >= 0 ? `l${s.label}` : "bare"}`;
    card.replaceChildren(
      make("p", { id: "card-h", class: "who" }, isolated(nameOf(s.speaker))),
      make("p", { class: "of" }, isolated(listed(data.affiliations, s.affiliation))),
      tags.length ? "" : make("q", { dir: "auto" }, s.text),
      facts,
      s.scores ? odds(s) : "",
      acts,
      pinned ? make("button", { type: "button", class: "shut", "aria-label": "Close", click: () => shut(true) }, "×") : "",
    );
  }
  function put(anchor) {
    const boxes = anchor.getClientRects();
    const box = boxes[boxes.length - 1] ?? anchor.getBoundingClientRect();
    const height = card.offsetHeight;
    const left = Math.min(Math.max(12, box.left), root.clientWidth - card.offsetWidth - 12);
    const below = box.bottom + 8 + height < innerHeight || box.top - 8 - height < 48;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 8 : box.top - 8 - height) + scrollY}px`;
  }
  function show(n, anchor, pinned) {
    clearTimeout(timer);
    if (open?.pinned && !pinned) return;
    if (open) { light(open.n, false); open.anchor.removeAttribute("aria-describedby"); }
    open = { n, anchor, pinned };
    fill(statements[n], pinned);
    card.hidden = false;
    put(anchor);
    light(n, true);
    if (!pinned) anchor.setAttribute("aria-describedby", "card");
  }
  function shut(back = false) {
    clearTimeout(timer);
    if (!open) return;
    const { n, anchor } = open;
    open = null;
    card.hidden = true;
    light(n, false);
    anchor.removeAttribute("aria-describedby");
    if (back) { quiet = true; anchor.focus({ preventScroll: true }); quiet = false; }
  }
  let quiet = false; // focus that comes back from the card opens no card
  const later = (wait, act) => { clearTimeout(timer); timer = setTimeout(act, wait); };
  const markAt = (target) => target.closest?.("mark.st[data-s], .tag, .notes [data-s], .unplaced [data-s]");
  const live = (element) => element && !element.classList.contains("off");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const mark = markAt(event.target);
    if (live(mark)) later(140, () => show(Number(mark.dataset.s), mark, false));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (open && !open.pinned) later(260, () => shut());
  });
  document.addEventListener("focusin", (event) => {
    if (!quiet && event.target.classList.contains("tag") && event.target.matches(":focus-visible")) show(Number(event.target.dataset.s), event.target, false);
  });
  document.addEventListener("focusout", (event) => {
    if (open && !open.pinned && event.target === open.anchor) shut();
    else if (open?.pinned && card.contains(event.target) && event.relatedTarget && !card.contains(event.relatedTarget)) shut();
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (live(mark)) {
      if (event.target.closest("a.tag")) event.preventDefault();
      if (String(getSelection())) return;
      show(Number(mark.dataset.s), mark, true);
      if (event.detail === 0) card.focus({ preventScroll: true });
    } else if (open && !card.contains(event.target) && !event.target.closest("#table")) shut();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) { event.preventDefault(); shut(card.contains(document.activeElement)); }
    if (event.key === " " && event.target.classList.contains("tag")) { event.preventDefault(); event.target.click(); }
    if (event.key === "Tab" && open?.pinned && card.contains(document.activeElement)) {
      const stops = [card, ...card.querySelectorAll("button")];
      const last = stops[stops.length - 1];
      if (event.shiftKey ? document.activeElement === card : document.activeElement === last) { event.preventDefault(); shut(true); }
    }
  });

  // Of many articles those out of sight have no layout yet: their heights are guesses, which come
  // true as they pass. A jump there is made at once, and again until its end stays where it is.
  const many = document.querySelector(".many") !== null;
  const still = many || calm.matches;
  function reach(element, block = "start", tries = 6) {
    element.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
    if (!many || tries === 0) return;
    const before = element.getBoundingClientRect().top;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (Math.abs(element.getBoundingClientRect().top - before) > 1 || tries > 4) reach(element, block, tries - 1);
    }));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".top nav a, .contents a");
    if (link && many) setTimeout(() => reach($(link.hash.slice(1))));
  });

  /** Go to a statement's place in its article, and open its card there. */
  function visit(n, part = 0) {
    const tag = tagsOf(n)[part];
    if (!tag) return false;
    shut();
    reach(tag, "center");
    quiet = true;
    tag.focus({ preventScroll: true });
    quiet = false;
    setTimeout(() => show(n, tag, true), still ? 120 : 500);
    return true;
  }

  // ---- one speaker -------------------------------------------------------------------------
  let chosen = null; // a speaker's number (-1: no source), null for all
  const picks = [...document.querySelectorAll("#side button")];
  for (const name of document.querySelectorAll(".pick")) {
    const button = make("button", { type: "button", "data-p": name.dataset.p, "aria-pressed": "false" }, ...name.childNodes);
    name.append(button);
    picks.push(button);
  }
  for (const button of picks) {
    button.addEventListener("click", () => {
      const speaker = Number(button.dataset.p);
      choose(chosen === speaker ? null : speaker);
      const articles = $("articles");
      if (button.closest("#side") && articles.getBoundingClientRect().top < 0 && $("statements").getBoundingClientRect().top > innerHeight / 2) reach(articles);
    });
  }
  function choose(speaker) {
    chosen = speaker;
    const out = (n) => chosen !== null && statements[n].speaker !== chosen;
    for (const [element, n] of marked) element.classList.toggle("off", out(n));
    for (const button of picks) button.setAttribute("aria-pressed", String(chosen !== null && Number(button.dataset.p) === chosen));
    let visible = 0;
    const stories = document.querySelectorAll(".story");
    for (const story of stories) {
      story.hidden = chosen !== null && !story.querySelector("mark.st:not(.off), .unplaced [data-s]:not(.off)");
      visible += !story.hidden;
      const entry = document.querySelector(`.contents [data-a="${story.id}"]`);
      if (entry) entry.hidden = story.hidden;
    }
    $("no-stories").hidden = visible > 0 || !stories.length;
    $("f-speaker").value = chosen === null ? "" : String(chosen);
    $("only").replaceChildren();
    if (chosen !== null) {
      $("only").append(make("button", { type: "button", "aria-label": `Only ${nameOf(chosen)}; show all speakers again`, click: () => choose(null) },
        "Only ", isolated(nameOf(chosen)), " ×"));
    }
    refresh();
  }
  const LISTED = 15;
  const ranks = [...document.querySelectorAll("#ranking tbody tr")];
  if (ranks.length > LISTED + 3) {
    ranks.slice(LISTED).forEach((row) => { row.hidden = true; });
    $("all-speakers").hidden = false;
    $("all-speakers").addEventListener("click", () => {
      ranks.forEach((row) => { row.hidden = false; });
      $("all-speakers").hidden = true;
      ranks[LISTED].querySelector("button")?.focus();
    });
  }
  $("find-speaker").hidden = ranks.length < 12;
  $("find-speaker").addEventListener("input", () => {
    const wanted = fold($("find-speaker").value);
    for (const item of $("side").children) item.hidden = !fold(item.querySelector(".name").textContent).includes(wanted);
  });

  // ---- the table ---------------------------------------------------------------------------
  function fold(text) { return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(); }
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const columns = [
    { name: "No.", key: (s) => s.n, css: "num", cell: (s) => String(s.n + 1) },
    { name: "Statement", key: (s) => s.text, css: "said", cell: said },
    { name: "Speaker", key: (s) => nameOf(s.speaker), cell: (s) => [isolated(nameOf(s.speaker)), s.affiliation >= 0 ? make("span", { class: "of" }, isolated(data.affiliations[s.affiliation])) : ""] },
    scored && { name: "Label", key: (s) => s.label, cell: (s) => (s.label < 0 ? "" : word(s.label)) },
    scored && statements.some((s) => s.scores) && { name: "Prob.", key: (s) => chance(s) ?? -1, css: "num", cell: (s) => (chance(s) === null ? "" : chance(s).toFixed(2)), high: true },
    data.acts.length > 0 && { name: "Act", key: (s) => listed(data.acts, s.act), cell: (s) => isolated(listed(data.acts, s.act)) },
    { name: "Kind", key: (s) => listed(data.kinds, s.kind), cell: (s) => listed(data.kinds, s.kind) + (s.nested ? ", nested" : "") },
    data.articles.length > 1 && { name: "Article", key: (s) => titleOf(s.article), css: "at", cell: (s) => [isolated(titleOf(s.article)), make("span", { class: "of" }, isolated(dayOf(s.article)))] },
  ].filter(Boolean);
  let order = { column: columns[0], down: false };
  let rows = statements;
  let drawn = 0;
  const body = make("tbody");
  const heads = columns.map((column) => {
    const head = make("th", { scope: "col", role: "columnheader", class: column.css === "num" ? "num" : null },
      make("button", { type: "button", click: () => sort(column) }, column.name));
    return head;
  });
  $("table").append(make("table", { class: "rows", role: "table" }, make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), body));
  body.setAttribute("role", "rowgroup");

  function said(s) {
    const tag = tagsOf(s.n)[0];
    return tag ? make("a", { href: `#s${s.n}`, dir: "auto" }, s.text) : make("button", { type: "button", dir: "auto" }, s.text);
  }
  function sort(column) {
    order = { column, down: order.column === column ? !order.down : Boolean(column.high) };
    refresh();
  }
  function draw(count) {
    const batch = document.createDocumentFragment();
    for (const s of rows.slice(drawn, drawn + count)) {
      const cells = columns.map((column) => make("td", { class: column.css ?? null, role: "cell" }, ...[column.cell(s)].flat()));
      batch.append(make("tr", { "data-n": s.n, role: "row" }, ...cells));
    }
    body.append(batch);
    drawn = Math.min(rows.length, drawn + count);
    $("more").hidden = drawn >= rows.length;
    $("more").textContent = `Show more rows (${(rows.length - drawn).toLocaleString("en")} left)`;
  }
  const haystacks = [];
  const haystack = (s) => (haystacks[s.n] ??= fold(`${s.text} ${nameOf(s.speaker)} ${s.cue ?? ""} ${s.id}`));
  function refresh() {
    const words = fold($("f-text").value).split(/\s+/).filter(Boolean);
    const label = $("f-label")?.value || null;
    const article = $("f-article").value || null;
    rows = statements.filter((s) =>
      (chosen === null || s.speaker === chosen) &&
      (label === null || s.label === Number(label)) &&
      (article === null || s.article === Number(article)) &&
      words.every((one) => haystack(s).includes(one)));
    const { column, down } = order;
    const keys = new Map(rows.map((s) => [s, column.key(s)]));
    rows.sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      const found = typeof a === "number" ? a - b : collator.compare(a, b);
      return (down ? -found : found) || one.n - other.n;
    });
    heads.forEach((head, i) => {
      if (columns[i] === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    body.replaceChildren();
    drawn = 0;
    draw(FIRST_ROWS);
    const all = rows.length === statements.length;
    $("shown").textContent = all ? counted(statements.length, "statement") : `${rows.length.toLocaleString("en")} of ${counted(statements.length, "statement")}`;
    $("clear").hidden = all && !words.length;
    $("none").hidden = rows.length > 0;
    $("table").hidden = rows.length === 0;
    $("save").disabled = rows.length === 0;
  }
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (!row || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const n = Number(row.dataset.n);
    if (!visit(n)) {
      show(n, row.querySelector(".said button"), true);
      if (event.detail === 0) card.focus({ preventScroll: true });
    }
  });
  $("more").addEventListener("click", () => draw(MORE_ROWS));
  $("clear").addEventListener("click", () => {
    $("filters").reset();
    choose(null);
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  let typing = 0;
  $("f-text").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(refresh, statements.length > 3000 ? 180 : 0); });
  $("f-label")?.addEventListener("change", refresh);
  $("f-article").addEventListener("change", refresh);
  $("f-speaker").addEventListener("change", () => choose($("f-speaker").value === "" ? null : Number($("f-speaker").value)));
  const option = (value, text) => make("option", { value }, text.length > 80 ? `${text.slice(0, 79)}…` : text);
  const said_by = new Map();
  for (const s of statements) said_by.set(s.speaker, (said_by.get(s.speaker) ?? 0) + 1);
  $("f-speaker").append(...[...said_by.keys()].sort((a, b) => (a < 0) - (b < 0) || collator.compare(nameOf(a), nameOf(b))).map((p) => option(p, nameOf(p))));
  $("f-article").append(...data.articles.map((_, i) => i).sort((a, b) => collator.compare(titleOf(a), titleOf(b))).map((i) => option(i, titleOf(i))));
  $("f-article").closest("label").hidden = data.articles.length < 2;
  addEventListener("beforeprint", () => draw(Math.max(0, PRINTED_ROWS - drawn)));

  // ---- download ----------------------------------------------------------------------------
  /** Quote a cell; a leading sign that a spreadsheet would run as a formula gets an apostrophe. */
  function cell(value) {
    if (value == null) return "";
    if (typeof value === "number") return String(value);
    const safe = /^'*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  function csv(chosenRows) {
    const labels = scored ? data.labels : [];
    const names = ["id", "article", "title", "date", "speaker", "affiliation", "mention", "cue", "text", "kind", "nested", "act", "label", ...labels.map((label) => `score_${label}`), "run"];
    const lines = chosenRows.map((s) => [
      s.id, data.articles[s.article][0], data.articles[s.article][1], data.articles[s.article][3],
      s.speaker < 0 ? null : data.speakers[s.speaker], listed(data.affiliations, s.affiliation), s.mention, s.cue, s.text,
      listed(data.kinds, s.kind), s.nested ? "true" : "false", listed(data.acts, s.act), listed(data.labels, s.label),
      ...labels.map((_, i) => s.scores?.[i] ?? null), listed(data.runs, s.run),
    ]);
    return [names, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  }
  $("save").addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob(["\ufeff", csv(rows)], { type: "text/csv;charset=utf-8" }));
    const link = make("a", { href: url, download: "statements.csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  });

  refresh();
})();
