
"use strict";
// What makes the page pleasant. All of its text, tables and figures are there without this.

// The list beside the reports marks the section that is read.
{
  const links = new Map([...document.querySelectorAll("nav ul:not(.claims) a")].map(link => [link.hash.slice(1), link]));
  const sections = [...document.querySelectorAll("main > section")];
  let marked;
  const mark = () => {
    const read = sections.findLast(section => section.getBoundingClientRect().top < innerHeight / 3);
    const link = read && links.get(read.id);
    if (link === marked)
      return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
    if (link && matchMedia("(min-width: 64rem)").matches)
      link.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  addEventListener("scroll", mark, { passive: true });
  mark();

  // On a narrow screen the list gives way to what was chosen.
  const list = document.querySelector("nav details");
  document.querySelector("nav").addEventListener("click", event => {
    if (event.target.closest("a"))
      list.open = false;
  });
}

const element = (tag, attributes = {}, text = "") => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    made.setAttribute(name, value);
  made.textContent = text;
  return made;
};

// What changed is also said: to who does not see it.
const status = document.body.appendChild(element("p", { role: "status", class: "unseen" }));

// Tables are sorted by the column whose heading is pressed, the other way round when it is pressed again.
{
  const valueOf = cell => {
    const text = cell.textContent.trim();
    const number = parseFloat(text.replace(/^[^\d−+.-]+/, "").replace(/,/g, "").replace("−", "-"));
    return { text, number: /^[^\p{L}]*\d/u.test(text) ? number : NaN };
  };
  // What is no number comes last, whichever way the column is sorted.
  const compared = (one, other, way) =>
    Number.isNaN(one.number) || Number.isNaN(other.number)
      ? Number.isNaN(one.number) - Number.isNaN(other.number) || way * one.text.localeCompare(other.text, "en", { numeric: true })
      : way * (one.number - other.number);
  const sort = (heading, place) => {
    const way = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of heading.parentElement.children)
      other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", way);
    const body = heading.closest("table").tBodies[0];
    const rows = [...body.rows].map(row => ({ row, value: valueOf(row.cells[place]) }));
    rows.sort((one, other) => compared(one.value, other.value, way === "ascending" ? 1 : -1));
    body.append(...rows.map(of => of.row));
    status.textContent = `sorted by ${heading.textContent}, ${way}`;
  };
  for (const heading of document.querySelectorAll("thead th")) {
    if (heading.closest("table").tBodies[0].rows.length < 3)
      continue;
    const button = element("button", { type: "button" });
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(heading, heading.cellIndex));
  }
}

// Figures: the setting and the numbers of what is nearest to the pointer. The numbers are those of the record; places follow from the axes.
const figures = new WeakMap();
{
  const Near = 16;
  const axisOf = text => {
    const [low, high, scale, unit, ...title] = text.split(" ");
    const place = value => scale === "log" ? Math.log10(value) : value;
    const [from, to] = [place(Number(low)), place(Number(high))];
    return { title: title.join(" "), unit, share: value => (place(value) - from) / (to - from) };
  };
  const pointsOf = svg => [...svg.querySelectorAll(".panel")].flatMap(panel => {
    const [left, top, width, height] = panel.dataset.area.split(" ").map(Number);
    const [x, y] = [axisOf(panel.dataset.x), axisOf(panel.dataset.y)];
    const at = { panel: panel.dataset.panel, x, y };
    return [...panel.querySelectorAll(".m")].flatMap(mark => {
      const name = mark.dataset.name;
      if (mark.dataset.cells) {
        const [cells, columns] = [mark.dataset.cells.split(" "), Number(mark.dataset.columns)];
        const rows = cells.length / columns;
        return cells.map((value, i) => ({
          ...at, name, value,
          left: left + width * (i % columns + .5) / columns, top: top + height * (1 - (Math.floor(i / columns) + .5) / rows),
        }));
      }
      return (mark.dataset.points || "").split(";").filter(Boolean).map(point => {
        const [numbers, seed] = point.split("#");
        const [of, over, low, high, n] = numbers.split(" ").map(Number);
        return { ...at, name, seed, of, over, low, high, n, left: left + width * x.share(of), top: top + height * (1 - y.share(over)) };
      }).filter(point => point.left >= left - 4 && point.left <= left + width + 4 && point.top >= top - 4 && point.top <= top + height + 4);
    });
  });
  figures.of = svg => {
    if (!figures.has(svg))
      figures.set(svg, pointsOf(svg));
    return figures.get(svg);
  };

  const number = (value, unit) =>
    unit === "%" ? `${parseFloat((100 * value).toPrecision(3))} %`
    : value !== 0 && (Math.abs(value) >= 1e6 || Math.abs(value) < 1e-3) ? value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e")
    : parseFloat(value.toPrecision(3)).toLocaleString("en");
  const said = (point, seeds) => {
    const lines = [[point.panel, point.name].filter(Boolean).join(": ")];
    if (point.value !== undefined)
      return [...lines, point.value === "∞" ? "never" : number(Number(point.value), "-")];
    for (const [axis, value] of [[point.x, point.of], [point.y, point.over]].filter(([axis]) => axis.title))
      lines.push(`${axis.title}: ${number(value, axis.unit)}`);
    if (!Number.isNaN(point.low) && point.low !== undefined)
      lines.push(`from ${number(point.low, point.y.unit)} to ${Number.isFinite(point.high) ? number(point.high, point.y.unit) : "never"}`);
    if (point.n)
      lines.push(`n = ${point.n}`);
    if (point.seed)
      lines.push(`${seeds.length > 1 ? "seeds" : "seed"} ${seeds.join(", ")}`);
    return lines;
  };

  const tip = document.querySelector("main").appendChild(element("div", { class: "tip", hidden: "" }));
  const ring = (svg, point, name, radius) => {
    const circle = document.createElementNS(svg.namespaceURI, "circle");
    for (const [key, value] of Object.entries({ cx: point.left, cy: point.top, r: radius, class: name }))
      circle.setAttribute(key, value);
    return svg.appendChild(circle);
  };
  let here;
  const nearest = (svg, event, isMeant) => {
    const pointer = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let [best, distance] = [null, Near];
    for (const point of figures.of(svg).filter(isMeant)) {
      const away = Math.hypot(point.left - pointer.x, point.top - pointer.y);
      if (away < distance)
        [best, distance] = [point, away];
    }
    return best;
  };
  const show = event => {
    const svg = event.currentTarget;
    const point = nearest(svg, event, () => true);
    here?.remove();
    here = point && ring(svg, point, "here", 5);
    tip.hidden = !point;
    if (!point)
      return;
    tip.replaceChildren(...said(point, seedsAt(svg, point)).map(line => element("div", {}, line)));
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18}px`;
  };
  const hide = () => {
    here?.remove();
    tip.hidden = true;
  };

  // A seed that is clicked is marked wherever its study shows it; where several are at one place, each click takes the next.
  const seedsAt = (svg, place) => [...new Set(figures.of(svg)
    .filter(point => point.seed && Math.hypot(point.left - place.left, point.top - place.top) < 1).map(point => point.seed))];
  const markNext = (section, seeds) => {
    const seed = seeds[seeds.indexOf(section.dataset.seed) + 1] ?? "";
    section.querySelectorAll(".seed").forEach(circle => circle.remove());
    section.dataset.seed = seed;
    let count = 0;
    for (const svg of seed ? section.querySelectorAll(".plot > svg") : [])
      for (const point of figures.of(svg).filter(point => point.seed === seed))
        count += Boolean(ring(svg, point, "seed", 6));
    status.textContent = seed ? `seed ${seed} is marked at ${count} places of this study's figures` : "no seed is marked";
  };
  for (const svg of document.querySelectorAll(".plot > svg")) {
    svg.addEventListener("pointermove", show);
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("click", event => {
      const point = nearest(svg, event, of => of.seed);
      if (point)
        markNext(svg.closest("section"), seedsAt(svg, point));
    });
  }
  addEventListener("scroll", hide, { passive: true });
}

// What is not of the chosen optimizer, regularizer or λ steps back: rows go, marks fade. What names none of a kind stays.
{
  const optimizers = document.querySelector("main").dataset.optimizers.split("|");
  const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const powerOf = text => [...text].map(letter => letter === "⁻" ? "-" : superscripts.indexOf(letter)).join("");
  const kinds = {
    optimizer: text => optimizers.filter(name => new RegExp(`(?<![\\p{L}\\d])${name}(?![\\p{L}\\d])`, "iu").test(text)),
    regularizer: text => [
      [/\bL2\b/, "L2"], [/\bWD\b|weight ?decay/i, "weight decay"], [/(?<!proximal )\bL1\b/, "L1"], [/proximal L1/, "proximal L1"],
      [/\bnone\b|no regularization/, "none"]].filter(([pattern]) => pattern.test(text)).map(([, name]) => name),
    λ: text => [
      ...[...text.matchAll(/(?<![\d.])(\d(?:\.\d+)?)e-(\d+)/g)].map(([, digits, power]) => `${digits}e-${power}`),
      ...[...text.matchAll(/(?:(\d(?:\.\d+)?) ?[×·] ?)?10(⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g)].map(([, digits, power]) => `${digits || 1}e${powerOf(power)}`)],
  };
  const chosen = {};
  // In a table a kind is read from its own column, or from a column of whole settings; other columns have other numbers.
  const headings = { optimizer: /^optimizer$/, regularizer: /^regularization$/, λ: /^λ$/ };
  const whole = /^(setting|setting here|contrast)$/;
  const textOf = (part, kind) => part.tagName !== "TR" ? `${part.closest(".panel").dataset.panel}, ${part.dataset.name}`
    : [...part.cells].filter(cell => headings[kind].test(headingOf(cell)) || whole.test(headingOf(cell)))
      .map(cell => cell.textContent).join(", ");
  const headingOf = cell => cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent.replace("↕", "").trim();
  const parts = [...document.querySelectorAll("section:not(:first-of-type) tbody tr, .plot .m")]
    .map(part => [part, Object.entries(kinds).map(([kind, read]) => [kind, read(textOf(part, kind))])]);
  const apply = () => {
    let count = 0;
    for (const [part, named] of parts) {
      const isOther = named.some(([kind, names]) => chosen[kind] && names.length > 0 && !names.includes(chosen[kind]));
      part.classList.toggle("other", isOther);
      count += isOther;
    }
    const words = Object.values(chosen).filter(Boolean).join(", ");
    status.textContent = words ? `${words}: ${count} rows and marks step back` : "everything is shown";
  };
  const box = element("fieldset");
  box.append(element("legend", {}, "Show"));
  for (const kind of Object.keys(kinds)) {
    const values = new Set(parts.flatMap(([, named]) => named.find(([name]) => name === kind)[1]));
    const select = element("select");
    select.append(element("option", { value: "" }, "all"));
    const order = kind === "λ" ? (one, other) => Number(one) - Number(other) : (one, other) => one.localeCompare(other, "en");
    for (const value of [...values].sort(order))
      select.append(element("option", { value }, value));
    select.addEventListener("change", () => {
      chosen[kind] = select.value;
      apply();
    });
    const label = element("label", {}, kind);
    label.append(select);
    box.append(label);
  }
  document.querySelector("nav .contents").append(box);
}
