"use strict";
(() => {
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const fields = form.elements;
  const all = count.textContent;
  const groups = [...document.querySelectorAll(".voice")].map((section) => ({
    section,
    speaker: section.dataset.w,
    items: [...section.querySelectorAll("li")].map((item) => ({
      item,
      side: item.dataset.g,
      text: item.querySelector("q").textContent.toLowerCase(),
      positions: [...item.querySelectorAll("[data-k]")].map((span) => {
        const [topic, stance, sure] = span.dataset.k.split(" ");
        return { topic, stance, sure: Number(sure || 0) };
      }),
    })),
  }));

  function apply() {
    const wanted = { topic: fields.topic.value, stance: fields.stance.value, side: fields.side.value, speaker: fields.speaker.value };
    const least = Number(fields.least.value);
    const words = fields.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    fields.shown.value = `${least} %`;
    let shown = 0, total = 0;
    // One position of a statement must fit topic, stance and confidence together.
    const fits = (p) => (!wanted.topic || p.topic === wanted.topic) && (!wanted.stance || p.stance === wanted.stance) && p.sure >= least;
    for (const { section, speaker, items } of groups) {
      let here = 0;
      for (const { item, side, text, positions } of items) {
        const keep = (!wanted.speaker || speaker === wanted.speaker) && (!wanted.side || side === wanted.side) &&
          positions.some(fits) && words.every((word) => text.includes(word));
        item.hidden = !keep;
        here += keep ? 1 : 0;
      }
      section.hidden = !here;
      shown += here;
      total += items.length;
    }
    count.textContent = shown === total ? all : `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} statements fit.`;
  }

  function reveal() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!target) return;
    if (target.closest("[hidden]")) { form.reset(); apply(); }
    if (target.tagName === "DETAILS") { target.open = true; }
    target.scrollIntoView();
  }

  for (const link of document.querySelectorAll(".grid a")) {
    link.addEventListener("click", () => {
      form.reset();
      fields[link.dataset.by].value = link.dataset.name;
      fields.topic.value = link.dataset.topic;
      apply();
    });
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("#articles details:not([open])")];
    for (const one of closed) { one.open = true; }
  });
  addEventListener("afterprint", () => { for (const one of closed) { one.open = false; } });
  addEventListener("hashchange", reveal);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => { setTimeout(apply); });
  form.hidden = false;
  apply();
  reveal();
})();
