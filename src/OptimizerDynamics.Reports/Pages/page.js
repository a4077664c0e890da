
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
