package dev.cksauth.engine;

import dev.cksauth.result.Evidence;
import dev.cksauth.result.StepResult;
import java.util.Optional;

/**
 * A step that was run.
 *
 * @param passing whether what is unknown may be known at a second try
 * @param evidence how well a rejection is proven
 */
record Done(StepResult result, Judged judged, boolean passing, Optional<Evidence> evidence) {}
