package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cksauth.Golden;
import dev.cksauth.result.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ComparisonReportTest {
  private static final ConsoleStyle PLAIN = new ConsoleStyle(false, true, 100);

  private final Comparison compared = Pair.ofAllKinds().compared();

  @Test
  void theTextIsAsApproved() {
    Golden.assertSame("report/comparison.txt", new ComparisonReport(PLAIN).render(compared));
  }

  @Test
  void theMarkdownIsAsApproved() {
    Golden.assertSame("report/comparison.md", new ComparisonSummary().render(compared));
  }

  @Test
  void theJsonIsAsApproved() {
    Golden.assertSame("report/comparison.json", new JsonComparison().render(compared));
  }

  @Test
  void theJsonMeetsItsSchema() throws Exception {
    Path schemas = Path.of("scenarios", "schema");
    String report = Files.readString(schemas.resolve("report.schema.json"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                    builder.schemas(
                        Map.of("https://cks-auth.dev/schema/report.schema.json", report)))
            .getSchema(Files.readString(schemas.resolve("comparison.schema.json")));
    for (Comparison each : new Comparison[] {compared, new Pair().compared()}) {
      assertThat(
              schema.validate(
                  JsonMapper.builder().build().readTree(new JsonComparison().render(each))))
          .isEmpty();
    }
  }

  @Test
  void aTextOfTheSubjectIsNeitherMarkdownNorObeyedByATerminal() {
    Pair pair = new Pair();
    pair.older.subject = "\033[31m<b>|*x*";
    pair.newer.subject = pair.older.subject;
    pair.both("webhook/x", Verdict.PASSED, Verdict.FAILED);
    assertThat(new ComparisonReport(PLAIN).render(pair.compared())).doesNotContain("\033");
    assertThat(new ComparisonSummary().render(pair.compared()))
        .doesNotContain("<b>", "|*x*")
        .contains("&lt;b>\\|\\*x\\*");
  }

  @Test
  void nothingThatDiffersIsSaidToBeSo() {
    Pair pair = new Pair().both("webhook/x", Verdict.PASSED, Verdict.PASSED);
    assertThat(new ComparisonReport(PLAIN).render(pair.compared()))
        .contains("NO REGRESSION  every scenario has the verdict that it had");
    assertThat(new ComparisonSummary().render(pair.compared()))
        .startsWith("## cks-auth: no regression\n");
  }
}
