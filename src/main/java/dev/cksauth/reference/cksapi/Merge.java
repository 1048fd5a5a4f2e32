package dev.cksauth.reference.cksapi;

import tools.jackson.databind.node.ObjectNode;

/** What a change makes of a cluster. */
@FunctionalInterface
public interface Merge {

  /**
   * Makes the cluster that is asked for; neither argument is changed.
   *
   * @param present the cluster's document
   * @param request the body of the change
   * @throws ApiProblem when it asks for what cannot be
   */
  ObjectNode of(ObjectNode present, ObjectNode request) throws ApiProblem;

  /** As AIP-157 has it, and the vendor's client relies on: see {@link MaskedMerge}. */
  static Merge masked() {
    return new MaskedMerge();
  }
}
