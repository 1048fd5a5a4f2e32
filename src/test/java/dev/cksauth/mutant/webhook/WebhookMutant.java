package dev.cksauth.mutant.webhook;

import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.webhook.Fault;
import java.util.function.UnaryOperator;

/**
 * An honest sample webhook with one named fault.
 *
 * @param killer the scenario of {@code webhook/} that is named for the fault: without a case, any
 *     of its cases
 * @param subject what its subject file says otherwise
 * @param front what stands before it; most have nothing there
 */
record WebhookMutant(
    String name,
    Sample sample,
    String killer,
    Fault fault,
    UnaryOperator<String> subject,
    SocketFront.Kind front) {

  static WebhookMutant faulty(String name, String killer, Fault fault) {
    return faulty(name, Sample.STATIC, killer, fault);
  }

  static WebhookMutant faulty(String name, Sample sample, String killer, Fault fault) {
    return new WebhookMutant(
        name, sample, "webhook/" + killer, fault, UnaryOperator.identity(), SocketFront.Kind.NONE);
  }

  static WebhookMutant faultyJwt(String name, String killer, Fault fault) {
    return faulty(name, Sample.JWT, killer, fault);
  }

  WebhookMutant where(UnaryOperator<String> change) {
    return new WebhookMutant(name, sample, killer, fault, change, front);
  }

  WebhookMutant behind(SocketFront.Kind other) {
    return new WebhookMutant(name, sample, killer, fault, subject, other);
  }

  @Override
  public String toString() {
    return name;
  }
}
