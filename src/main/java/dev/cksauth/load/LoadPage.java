package dev.cksauth.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was measured, as one page for people, which fetches nothing. */
final class LoadPage {
  private static final String STYLE =
      """
      :root { --ink: #1c2530; --paper: #fff; --line: #d4dae2; --calm: #51606f; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e4e9ef; --paper: #12171d; --line: #323c48; --calm: #a0aebc; }
      }
      body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
      h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0; }
      th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: right; white-space: nowrap; }
      .key { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
      svg { width: 100%; height: auto; } svg .grid { stroke: var(--line); } svg text { fill: var(--calm); font-size: 11px; }
      li { overflow-wrap: anywhere; }
      """;

  private LoadPage() {}

  static String of(LoadTarget target, List<Measured> loads, Optional<Measured> highest) {
    List<String> page = new ArrayList<>();
    page.add("<!doctype html>");
    page.add("<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.add("<meta name=\"viewport\" content=\"width=device-width\">");
    page.add("<title>Load on " + escaped(target.url().toString()) + "</title>");
    page.add("<style>" + STYLE + "</style></head><body>");
    page.add("<h1>Load on " + escaped(target.url().toString()) + "</h1>");
    highest.ifPresent(one ->
        page.add(
            "<p>The objective holds at %s reviews a second.</p>"
                .formatted(LoadText.number(one.plan().rate()))));
    page.add(
        "<p>Latency by percentile, from the moment when a review was due; each step to the right is"
            + " a tenth of those that are left, each step up ten times as long.</p>");
    page.add(new LoadChart(loads).svg());
    page.addAll(table(loads));
    page.addAll(remarks(loads));
    page.add("</body></html>");
    return String.join("\n", page) + "\n";
  }

  private static List<String> table(List<Measured> loads) {
    List<String> rows = new ArrayList<>();
    rows.add("<div class=\"wide\"><table><thead><tr>");
    LoadText.columns().forEach(name -> rows.add("<th scope=\"col\">" + name + "</th>"));
    rows.add("</tr></thead><tbody>");
    int answered = 0;
    for (Measured load : loads) {
      rows.add("<tr>");
      List<String> cells = LoadText.cells(load);
      String key = "";
      if (load.latency().getTotalCount() > 0) {
        key =
            "<span class=\"key\" style=\"background: %s\"></span>"
                .formatted(LoadChart.colour(answered++));
      }
      rows.add("<th scope=\"row\">" + key + cells.getFirst() + "</th>");
      cells.stream().skip(1).forEach(cell -> rows.add("<td>" + cell + "</td>"));
      rows.add("</tr>");
    }
    rows.add("</tbody></table></div>");
    return rows;
  }

  private static List<String> remarks(List<Measured> loads) {
    List<String> items = new ArrayList<>();
    for (Measured load : loads) {
      for (String remark : LoadText.remarks(load)) {
        items.add(
            "<li>at %s a second: %s</li>"
                .formatted(LoadText.number(load.plan().rate()), escaped(remark)));
      }
    }
    return items.isEmpty() ? List.of() : List.of("<ul>", String.join("\n", items), "</ul>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
