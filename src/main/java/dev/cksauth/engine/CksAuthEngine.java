package dev.cksauth.engine;

import dev.cksauth.catalogue.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.ParallelHierarchicalTestExecutorServiceFactory;
import org.junit.platform.engine.support.hierarchical.ParallelHierarchicalTestExecutorServiceFactory.ParallelExecutorServiceType;

/**
 * The JUnit Platform engine under the command line and under a build alike. Discovery reads the
 * catalogue only; the subject is reached when the tests are executed, since build tools discover
 * twice and before a suite's set-up.
 */
public final class CksAuthEngine extends HierarchicalTestEngine<EngineContext> {

  /** The engine's id. */
  public static final String ID = "cks-auth";

  private final @Nullable SubjectRun given;

  /** For the service loader: configured by {@code cksauth.…} parameters. */
  public CksAuthEngine() {
    this.given = null;
  }

  /** For a program that has prepared a run itself. */
  public CksAuthEngine(SubjectRun run) {
    this.given = run;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineRoot root = new EngineRoot(id);
    Optional<List<Scenario>> scenarios =
        given != null
            ? Optional.of(given.planned())
            : SuiteConfiguration.of(request.getConfigurationParameters())
                .map(SuiteConfiguration::planned);
    Map<String, FolderDescriptor> folders = new TreeMap<>();
    for (Scenario scenario : scenarios.orElse(List.of())) {
      int slash = scenario.id().lastIndexOf('/');
      String name = slash < 0 ? "." : scenario.id().substring(0, slash);
      FolderDescriptor folder =
          folders.computeIfAbsent(
              name, path -> new FolderDescriptor(id.append("folder", path), path));
      folder.addChild(
          new ScenarioDescriptor(folder.getUniqueId().append("scenario", scenario.id()), scenario));
    }
    folders.values().forEach(root::addChild);
    return root;
  }

  @Override
  protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
    int jobs =
        given != null
            ? given.options().jobs()
            : request
                .getConfigurationParameters()
                .get(SuiteConfiguration.JOBS, Integer::valueOf)
                .orElse(RunOptions.DEFAULT_JOBS);
    return ParallelHierarchicalTestExecutorServiceFactory.create(
        ParallelExecutorServiceType.WORKER_THREAD_POOL, new Jobs(jobs));
  }

  @Override
  protected EngineContext createExecutionContext(ExecutionRequest request) {
    EngineRoot root = (EngineRoot) request.getRootTestDescriptor();
    if (given != null) {
      return new EngineContext(given);
    }
    // A suite that is not one of ours has no scenarios, and needs no subject.
    return new EngineContext(
        SuiteConfiguration.of(request.getConfigurationParameters()).map(root::open).orElse(null));
  }

  /** Root of the descriptors; closes a subject that was brought up for a suite. */
  static final class EngineRoot extends EngineDescriptor
      implements org.junit.platform.engine.support.hierarchical.Node<EngineContext> {

    private @Nullable SuiteRun suite;

    EngineRoot(UniqueId id) {
      super(id, "cks-auth");
    }

    SubjectRun open(SuiteConfiguration configuration) {
      SuiteRun opened = configuration.open();
      suite = opened;
      return opened.run();
    }

    @Override
    public ExecutionMode getExecutionMode() {
      return ExecutionMode.CONCURRENT;
    }

    @Override
    public void cleanUp(EngineContext context) {
      if (suite != null) {
        suite.close();
      }
    }
  }
}
