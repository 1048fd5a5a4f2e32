package dev.cksauth.report;

import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code junit.xml}: the run as CI servers read it, valid for the schema of Surefire's reports.
 *
 * <p>One {@code testsuite}, as that schema knows no other root. A scenario is a test case of the
 * class "subject.folder". Failed is a failure; an error an error; what did not run, and a known
 * gap, is skipped; a warning or note passes, and says so in its output. The schema leaves no place
 * for properties of a test case, so level, requirement and evidence are in the output as well.
 */
public final class JunitXmlReport {
  private static final String SUITE = "cks-auth";

  /** The text of {@code junit.xml}. */
  public String render(RunResult run) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new Writing(xml, new Look(run, List.of(Path.of(ReportFiles.JSON)))).suite(run);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML cannot be written to memory", e);
    }
    return text.toString();
  }

  private static final class Writing {
    private final XMLStreamWriter xml;
    private final Look look;

    Writing(XMLStreamWriter xml, Look look) {
      this.xml = xml;
      this.look = look;
    }

    void suite(RunResult run) throws XMLStreamException {
      Tally tally = Tally.of(run.results());
      xml.writeStartDocument("UTF-8", "1.0");
      newLine(0);
      xml.writeStartElement("testsuite");
      attribute("name", SUITE);
      attribute("time", seconds(run.finishedAt().toEpochMilli() - run.startedAt().toEpochMilli()));
      attribute("tests", String.valueOf(tally.total()));
      attribute("errors", String.valueOf(tally.count(Verdict.ERROR)));
      attribute(
          "skipped", String.valueOf(tally.total() - tally.ran() + tally.count(Verdict.KNOWN_GAP)));
      attribute("failures", String.valueOf(tally.count(Verdict.FAILED)));
      properties(run);
      for (ScenarioResult result : run.results()) {
        testCase(result);
      }
      end(0);
      xml.writeEndDocument();
      newLine(0);
    }

    private void properties(RunResult run) throws XMLStreamException {
      newLine(1);
      xml.writeStartElement("properties");
      property("version", run.suiteVersion());
      property("catalogue", run.catalogue());
      property("topology", run.topology());
      property("startedAt", run.startedAt().toString());
      property("finishedAt", run.finishedAt().toString());
      property("verdict", run.verdict().word());
      property("unfinished", String.valueOf(run.unfinished()));
      if (run.shard() != null) {
        property("shard", run.shard().position());
      }
      Optional<Steadiness> steadiness = Steadiness.of(run);
      if (steadiness.isPresent()) {
        property("rounds", steadiness.get().rounds());
        property("flaky", String.valueOf(steadiness.get().flaky().size()));
      }
      for (int i = 0; i < run.leftOut().size(); i++) {
        property("leftOut." + (i + 1), run.leftOut().get(i));
      }
      for (SubjectResult subject : run.subjects()) {
        String prefix = "subject." + subject.id();
        property(prefix + ".kind", subject.kind());
        property(prefix + ".name", subject.name());
        property(prefix + ".verdict", subject.verdict().word());
        for (ProfileResult profile : subject.profiles()) {
          property(prefix + ".profile." + profile.name(), profile.verdict().word());
        }
      }
      end(1);
    }

    private void property(String name, String value) throws XMLStreamException {
      newLine(2);
      xml.writeEmptyElement("property");
      attribute("name", SUITE + "." + name);
      attribute("value", value);
    }

    private void testCase(ScenarioResult result) throws XMLStreamException {
      newLine(1);
      xml.writeStartElement("testcase");
      attribute("name", result.id());
      attribute(
          "classname",
          result.subject() + "." + ScenarioGroup.folder(result.id()).replace('/', '.'));
      attribute("time", seconds(result.durationMillis()));
      outcome(result);
      newLine(2);
      xml.writeStartElement("system-out");
      xml.writeCharacters(XmlText.legal(output(result)));
      xml.writeEndElement();
      end(1);
    }

    private void outcome(ScenarioResult result) throws XMLStreamException {
      switch (result.verdict()) {
        case FAILED -> broken("failure", result);
        case ERROR -> broken("error", result);
        case NOT_APPLICABLE, NOT_TESTED, EXCLUDED, KNOWN_GAP -> {
          newLine(2);
          xml.writeEmptyElement("skipped");
          attribute("message", result.verdict().word() + ": " + result.reason());
        }
        case PASSED, WARNING, NOTE -> {}
      }
    }

    private void broken(String element, ScenarioResult result) throws XMLStreamException {
      newLine(2);
      xml.writeStartElement(element);
      attribute("message", Explanation.summary(result));
      attribute("type", result.requirement());
      xml.writeCharacters(XmlText.legal(explanation(result)));
      xml.writeEndElement();
    }

    private String output(ScenarioResult result) {
      StringBuilder text = new StringBuilder(result.title());
      text.append('\n').append(result.level()).append(' ').append(result.requirement());
      text.append(": ").append(result.verdict().word());
      if (result.evidence() != null) {
        text.append(", evidence ").append(result.evidence().word());
      }
      if (result.reruns() > 0) {
        text.append(", reruns ").append(result.reruns());
      }
      text.append('\n');
      if (result.stability() != null) {
        text.append(Steadiness.of(result.stability())).append('\n');
      }
      return switch (result.verdict()) {
        case WARNING, NOTE, KNOWN_GAP -> text.append(explanation(result)).toString();
        default -> text.append(result.reason()).append('\n').toString();
      };
    }

    private String explanation(ScenarioResult result) {
      return Explanation.of(result, look.at(result)).stream()
          .map(line -> Layout.padRight(line.label(), 10) + " " + line.text() + "\n")
          .collect(Collectors.joining());
    }

    private void attribute(String name, String value) throws XMLStreamException {
      xml.writeAttribute(name, XmlText.legalLine(value));
    }

    private void end(int depth) throws XMLStreamException {
      newLine(depth);
      xml.writeEndElement();
    }

    private void newLine(int depth) throws XMLStreamException {
      xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String seconds(long millis) {
      // The schema allows three decimals and no sign: a clock set back must not break the file.
      return String.format(Locale.ROOT, "%.3f", Math.max(0, millis) / 1000.0);
    }
  }
}
