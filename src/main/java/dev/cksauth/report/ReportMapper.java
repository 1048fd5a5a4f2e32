package dev.cksauth.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.Identity;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tells Jackson how to write the result tree, so that the tree need not know of Jackson. */
final class ReportMapper {
  private ReportMapper() {}

  static JsonMapper create() {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .defaultPrettyPrinter(printer())
        .changeDefaultPropertyInclusion(
            value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
        .addMixIn(Verdict.class, Worded.class)
        .addMixIn(StepVerdict.class, Worded.class)
        .addMixIn(Overall.class, Worded.class)
        .addMixIn(Evidence.class, Worded.class)
        .addMixIn(ExchangeRecord.class, ErrorAlways.class)
        .addMixIn(SubjectResult.class, SortedCapabilities.class)
        .addMixIn(Identity.class, SortedKeys.class)
        .addMixIn(ProfileResult.class, SortedCounts.class)
        .build();
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    // Line ends are the same on every system: reports are compared.
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
  }

  interface Worded {
    @JsonValue
    String word();
  }

  interface ErrorAlways {
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Nullable String error();
  }

  interface SortedCapabilities {
    @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
    Map<String, String> capabilities();
  }

  interface SortedKeys {
    @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
    Map<String, List<String>> tlsKeys();
  }

  interface SortedCounts {
    @JsonFormat(with = JsonFormat.Feature.WRITE_SORTED_MAP_ENTRIES)
    Map<Verdict, Integer> counts();
  }
}
