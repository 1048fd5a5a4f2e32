package dev.cksauth.report;

import dev.cksauth.result.RunResult;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * {@code index.html}: one file for people, which needs nothing but a browser. What it shows is in
 * {@link HtmlPage}; how, in {@code src/main/jte}.
 */
public final class HtmlReport {
  private static final String TEMPLATE = "index.jte";

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, HtmlReport.class.getClassLoader(), "dev.cksauth.report");

  /** The text of {@code index.html}; equal trees give equal texts. */
  public String render(RunResult run) {
    StringOutput output = new StringOutput();
    templates.render(TEMPLATE, HtmlPage.of(run), output);
    return output.toString();
  }

  /** Writes that text, in UTF-8. What the stream throws comes wrapped in what jte throws. */
  void write(RunResult run, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    templates.render(TEMPLATE, HtmlPage.of(run), new WriterOutput(writer));
    writer.flush();
  }
}
