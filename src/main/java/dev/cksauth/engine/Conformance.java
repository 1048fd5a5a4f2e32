package dev.cksauth.engine;

import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a prepared run through the JUnit Platform, as a build would. */
public final class Conformance {

  private Conformance() {}

  /**
   * Runs all that is planned, and removes from the subject what that made there.
   *
   * @param cancellation ends the run between scenarios
   */
  public static void execute(SubjectRun run, CancellationToken cancellation) {
    LauncherConfig config =
        LauncherConfig.builder()
            // What else lies on the class path has no part in a verdict.
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(new CksAuthEngine(run))
            .build();
    Launcher launcher = LauncherFactory.create(config);
    try {
      run.identify();
      launcher.execute(
          LauncherExecutionRequestBuilder.request(
                  LauncherDiscoveryRequestBuilder.request()
                      .selectors(DiscoverySelectors.selectUniqueId("[engine:cks-auth]"))
                      .enableImplicitConfigurationParameters(false)
                      .build())
              .cancellationToken(cancellation)
              .build());
    } finally {
      run.cleanUp();
    }
  }
}
