package dev.cksauth.report;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cksauth.result.Overall;
import dev.cksauth.result.Rounds;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.SubjectResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code report.json}: the result tree as it is, and the only report that is read back.
 *
 * <p>Its form is {@code scenarios/schema/report.schema.json}. Reading holds a file against that
 * schema first, so that a report which was edited, cut off or written by another version is refused
 * and not half understood.
 */
public final class JsonReport {
  /** The version of the form. */
  public static final String API_VERSION = "cks-auth.dev/report/v1";

  private static final String SCHEMA = "/scenarios/schema/report.schema.json";

  private final JsonMapper mapper = ReportMapper.create();

  /** The text of {@code report.json}; equal trees give equal texts. */
  public String render(RunResult run) {
    return mapper.writeValueAsString(Document.of(run)) + "\n";
  }

  /**
   * Writes that text, in UTF-8; of a long run it is too large to be held in memory as well. What
   * the stream throws comes wrapped in what the library throws.
   */
  void write(RunResult run, OutputStream out) throws IOException {
    mapper
        .writer()
        .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
        .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
        .writeValue(out, Document.of(run));
    out.write('\n');
  }

  /**
   * Reads a report back.
   *
   * @throws InvalidReportException if the file is no report of this version
   * @throws IOException if the file cannot be read
   */
  public RunResult read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      JsonNode tree = mapper.readTree(text);
      List<String> problems = problems(tree);
      if (!problems.isEmpty()) {
        throw new InvalidReportException(file, problems);
      }
      return mapper.treeToValue(tree, Document.class).run();
    } catch (JacksonException e) {
      throw new InvalidReportException(file, List.of(e.getOriginalMessage()));
    }
  }

  private static List<String> problems(JsonNode tree) throws IOException {
    String version = tree.path("apiVersion").asString("");
    if (!version.equals(API_VERSION)) {
      // Else a report of the next version would be refused with a heap of what it does differently.
      return List.of("apiVersion is `" + version + "`; this version reads " + API_VERSION);
    }
    return schema().validate(tree).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .sorted()
        .toList();
  }

  private static Schema schema() throws IOException {
    try (InputStream in = JsonReport.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + SCHEMA);
      }
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    }
  }

  /** The root, which groups what the tree holds flat; all below it is written as the tree is. */
  private record Document(
      String apiVersion,
      Suite suite,
      String topology,
      Instant startedAt,
      Instant finishedAt,
      Overall verdict,
      boolean unfinished,
      @Nullable Shard shard,
      @Nullable Rounds rounds,
      List<String> leftOut,
      List<SubjectResult> subjects,
      List<ScenarioResult> results) {
    static Document of(RunResult run) {
      return new Document(
          API_VERSION,
          new Suite(run.suiteVersion(), run.catalogue()),
          run.topology(),
          run.startedAt(),
          run.finishedAt(),
          run.verdict(),
          run.unfinished(),
          run.shard(),
          run.rounds(),
          run.leftOut(),
          run.subjects(),
          run.results());
    }

    RunResult run() {
      return new RunResult(
          suite.version(),
          suite.catalogue(),
          topology,
          startedAt,
          finishedAt,
          verdict,
          unfinished,
          leftOut,
          subjects,
          results,
          shard,
          rounds);
    }
  }

  private record Suite(String version, String catalogue) {}
}
