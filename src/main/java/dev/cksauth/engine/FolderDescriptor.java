package dev.cksauth.engine;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** A folder of the catalogue. */
final class FolderDescriptor extends AbstractTestDescriptor implements Node<EngineContext> {

  FolderDescriptor(UniqueId id, String folder) {
    super(id, folder);
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public ExecutionMode getExecutionMode() {
    return ExecutionMode.CONCURRENT;
  }
}
