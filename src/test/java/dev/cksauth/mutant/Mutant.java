package dev.cksauth.mutant;

/**
 * An honest part with one named fault.
 *
 * @param killer the scenario that is named for the fault: without a case, any of its cases
 */
record Mutant(String name, Part part, String killer, Fault fault) {
  /** Puts the fault into a cluster that is honest otherwise. */
  @FunctionalInterface
  interface Fault {
    void on(Stage stage) throws Exception;
  }

  /** Its row in the matrix. */
  KillMatrix.Row row() {
    return new KillMatrix.Row(name, part.toString(), killer);
  }

  @Override
  public String toString() {
    return name;
  }
}
