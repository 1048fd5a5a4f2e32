package dev.cksauth.engine;

import dev.cksauth.catalogue.Scenario;
import dev.cksauth.result.ScenarioResult;
import java.io.File;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource.LockMode;
import org.junit.platform.engine.support.hierarchical.Node;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** One scenario, or one case of it. */
final class ScenarioDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

  private static final String LOCK = "dev.cksauth/";
  private static final String ISSUER = "issuer-";
  private final Scenario scenario;

  ScenarioDescriptor(UniqueId id, Scenario scenario) {
    super(id, scenario.id(), source(scenario));
    this.scenario = scenario;
  }

  /** The published catalogue is in the jar, a user's own on disk. */
  private static TestSource source(Scenario scenario) {
    int line = scenario.at().line();
    int column = scenario.at().column();
    return scenario.file().startsWith("scenarios/")
        ? ClasspathResourceSource.from(scenario.file(), FilePosition.from(line, column))
        : FileSource.from(new File(scenario.file()), FilePosition.from(line, column));
  }

  Scenario scenario() {
    return scenario;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  @Override
  public Set<TestTag> getTags() {
    Set<TestTag> tags = new LinkedHashSet<>();
    scenario.tags().forEach(tag -> tags.add(TestTag.create(tag)));
    scenario.profiles().forEach(profile -> tags.add(TestTag.create(profile)));
    tags.add(TestTag.create(scenario.level().name()));
    tags.add(TestTag.create(scenario.tier().word()));
    return tags;
  }

  @Override
  public ExecutionMode getExecutionMode() {
    return ExecutionMode.CONCURRENT;
  }

  /** What it disturbs is its own while it runs; what it only uses it shares. */
  @Override
  public Set<ExclusiveResource> getExclusiveResources() {
    Set<ExclusiveResource> locks = new LinkedHashSet<>();
    scenario
        .disturbs()
        .forEach(name -> locks.add(new ExclusiveResource(LOCK + name, LockMode.READ_WRITE)));
    scenario.steps().stream()
        .flatMap(step ->
            Stream.of(
                    Steps.endpoint(step),
                    Steps.issuer(step).map(issuer -> ISSUER + issuer),
                    Optional.of(ReviewRunner.WEBHOOK).filter(any -> Steps.asksWebhook(step)))
                .flatMap(Optional::stream))
        .filter(part -> !scenario.disturbs().contains(part))
        .forEach(name -> locks.add(new ExclusiveResource(LOCK + name, LockMode.READ)));
    return locks;
  }

  @Override
  public SkipResult shouldBeSkipped(EngineContext context) {
    return context.run().stopped()
        ? SkipResult.skip("the run was ended before")
        : SkipResult.doNotSkip();
  }

  @Override
  public EngineContext execute(EngineContext context, DynamicTestExecutor executor) {
    ScenarioResult result = context.run().run(scenario);
    String text = result.verdict().word() + ": " + result.reason();
    switch (result.verdict()) {
      case PASSED, WARNING, NOTE -> {}
      case FAILED ->
          throw new AssertionFailedError(
              "%s%nso what: %s%nfix: %s".formatted(text, result.consequence(), result.fix()));
      case ERROR -> throw new FactsNotEstablishedError(text);
      case KNOWN_GAP, NOT_APPLICABLE, NOT_TESTED, EXCLUDED -> throw new TestAbortedException(text);
    }
    return context;
  }
}
