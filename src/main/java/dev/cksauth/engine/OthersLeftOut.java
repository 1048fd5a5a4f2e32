package dev.cksauth.engine;

import dev.cksauth.result.Shard;

/** What a report of a part of a run says of the other parts. */
public final class OthersLeftOut {
  private OthersLeftOut() {}

  /** The sentence. */
  public static String sentence(Shard shard) {
    return "%s: the scenarios of the other shards, which were cut %s: join all by `cks-auth merge`."
        .formatted(
            start(shard),
            shard.balancedBy().equals(Cut.BY_COUNT)
                ? "by count"
                : "by the durations of an earlier report");
  }

  /** Where it begins. */
  static String start(Shard shard) {
    return "This is shard " + shard.position();
  }

  /** What no profile can do without, as what it requires is said. */
  static String required(Cut cut) {
    return "the other shards (this is shard %d/%d)".formatted(cut.number(), cut.of());
  }
}
