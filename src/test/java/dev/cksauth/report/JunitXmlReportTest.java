package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.Golden;
import dev.cksauth.result.RunResult;
import java.io.StringReader;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

final class JunitXmlReportTest {
  private final JunitXmlReport report = new JunitXmlReport();

  @Test
  void isAsApproved() {
    Golden.assertSame("report/junit.xml", report.render(Samples.everyVerdict()));
  }

  static Stream<RunResult> samples() {
    return JsonReportTest.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isValidForTheSchemaOfSurefire(RunResult run) throws Exception {
    validate(report.render(run));
  }

  @Test
  void theSchemaDoesRefuse() throws Exception {
    String text = report.render(Samples.everyVerdict());
    String noType = text.replaceFirst(" type=\"[^\"]*\"", "");
    String colons = text.replaceFirst("time=\"[^\"]*\"", "time=\"0:03\"");
    String root = text.replace("testsuite", "testsuites");
    for (String wrong : new String[] {noType, colons, root}) {
      assertThat(wrong).isNotEqualTo(text);
      assertThatThrownBy(() -> validate(wrong)).isInstanceOf(SAXException.class);
    }
  }

  @Test
  void countsAgreeWithTheElements() throws Exception {
    Element suite = parse(report.render(Samples.everyVerdict())).getDocumentElement();
    for (String[] pair :
        new String[][] {
          {"tests", "testcase"},
          {"failures", "failure"},
          {"errors", "error"},
          {"skipped", "skipped"}
        }) {
      assertThat(suite.getAttribute(pair[0]))
          .as(pair[0])
          .isEqualTo(String.valueOf(suite.getElementsByTagName(pair[1]).getLength()));
    }
  }

  /** Whatever a subject answers, the report can be parsed, and legal text arrives unchanged. */
  @Test
  void carriesAnyText() throws Exception {
    Random random = new Random(20_261_120);
    for (int round = 0; round < 300; round++) {
      String text = randomText(random);
      String xml = report.render(Samples.saying(text));
      validate(xml);
      String failure =
          parse(xml).getDocumentElement().getElementsByTagName("failure").item(0).getTextContent();
      String arrived = XmlText.legal(text).replaceAll("\r\n?", "\n");
      if (!text.isBlank()) {
        assertThat(failure).as("round %d", round).contains(arrived);
      }
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, random.nextInt(40))
        .forEach(i -> {
          switch (random.nextInt(5)) {
            case 0 -> text.append((char) random.nextInt(0x20));
            case 1 -> text.append((char) (0xD800 + random.nextInt(0x800)));
            case 2 -> text.append((char) (0xFFF0 + random.nextInt(0x10)));
            case 3 -> text.append("<&>\"']]>\r\n".charAt(random.nextInt(10)));
            default -> text.appendCodePoint(0x20 + random.nextInt(0x2000));
          }
        });
    return text.toString();
  }

  private static void validate(String xml) throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JunitXmlReportTest.class.getResource("/report/surefire-constraints.xsd"));
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
