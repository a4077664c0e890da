// What a reader does with the page, and what axe-core says of it, as JSON in an element that the test reads.
(async () => {
  const said = {};
  try {
    const [button] = document.querySelectorAll("thead button");
    button.click();
    said.sorted = button.closest("th").ariaSort;
    const rows = [...button.closest("table").tBodies[0].rows].map(row => row.cells[button.closest("th").cellIndex].textContent);
    said.isSorted = rows.every((text, i) => i === 0 || rows[i - 1].localeCompare(text, "en", { numeric: true }) <= 0);
    said.filters = [...document.querySelectorAll("nav select")].map(select => [...select.options].map(option => option.value));
    const [optimizer] = document.querySelectorAll("nav select");
    const choose = value => {
      optimizer.value = value;
      optimizer.dispatchEvent(new Event("change"));
      return document.querySelectorAll(".plot .other").length;
    };
    [said.faded, said.all] = [choose("Adam"), choose("")];
    const event = (svg, point, type) => {
      const place = new DOMPoint(point.left, point.top).matrixTransform(svg.getScreenCTM());
      svg.dispatchEvent(new PointerEvent(type, { clientX: place.x, clientY: place.y, bubbles: true }));
    };
    const svg = document.querySelector("#made-up-figure-against .plot > svg");
    const points = figures.of(svg);
    event(svg, points.find(point => point.over > 0.1 && point.n), "pointermove");
    said.tip = [...document.querySelectorAll(".tip > div")].map(line => line.textContent);
    event(svg, points.find(point => point.seed === "3"), "click");
    said.seed = document.querySelector("[role=status]").textContent;
    said.rings = document.querySelectorAll("#made-up .seed").length;
    said.isTooWide = document.documentElement.scrollWidth > innerWidth;
    said.ticks = Math.min(...[...svg.querySelectorAll("text")].map(text => Number(text.getAttribute("font-size")) * svg.getScreenCTM().a));
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    said.violations = violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`);
  } catch (error) {
    said.error = String(error);
  }
  const result = document.createElement("pre");
  result.id = "checked";
  result.textContent = JSON.stringify(said);
  document.body.append(result);
})();
