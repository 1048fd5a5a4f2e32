package dev.cksauth.report;

/** The group under which a scenario is counted where people read: the folder that it lies in. */
public final class ScenarioGroup {
  private static final String WEBHOOK = "webhook/";

  private ScenarioGroup() {}

  /**
   * The group of a scenario: the segments of its id without the last. {@code webhook/} is dropped
   * where a folder follows, as every scenario for a webhook has it.
   *
   * @param scenarioId the id, with or without {@code #case}
   */
  public static String of(String scenarioId) {
    String folder = folder(scenarioId);
    return folder.startsWith(WEBHOOK) ? folder.substring(WEBHOOK.length()) : folder;
  }

  /** The segments of an id without the last; the id itself where it has only one. */
  static String folder(String scenarioId) {
    int hash = scenarioId.indexOf('#');
    String path = hash < 0 ? scenarioId : scenarioId.substring(0, hash);
    int slash = path.lastIndexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
