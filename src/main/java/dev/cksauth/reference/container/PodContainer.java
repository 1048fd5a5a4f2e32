package dev.cksauth.reference.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/** A container that runs in a pod. */
final class PodContainer implements AutoCloseable {

  /** As many of the log's last lines as the message of a failure shows. */
  private static final int LINES = 25;

  /** In seconds; then it is killed. */
  private static final int GRACE = 3;

  private final String name;
  private final DockerClient client;
  private final GenericContainer<?> container;
  private final LogFile log;
  private boolean closed;

  PodContainer(String name, DockerClient client, GenericContainer<?> container, LogFile log) {
    this.name = name;
    this.client = client;
    this.container = container;
    this.log = log;
  }

  Path logFile() {
    return log.path();
  }

  /** Docker's id of it. */
  String id() {
    return container.getContainerId();
  }

  /**
   * What it ended with, and the end of its log; nothing while it runs, and when it was ended by us.
   */
  synchronized Optional<String> failure() {
    if (closed) {
      return Optional.empty();
    }
    try {
      InspectContainerResponse.ContainerState state =
          client.inspectContainerCmd(id()).exec().getState();
      return Boolean.TRUE.equals(state.getRunning())
          ? Optional.empty()
          : Optional.of(
              "container %s ended with %d:%n%s"
                  .formatted(name, state.getExitCodeLong(), log.tail(LINES)));
    } catch (NotFoundException removed) {
      return Optional.of("container %s was removed by somebody".formatted(name));
    } catch (RuntimeException daemon) {
      @Nullable String reason = daemon.getMessage();
      return Optional.of("Docker does not answer about container %s: %s".formatted(name, reason));
    }
  }

  /** The pod removes it: nothing is to be said of its end. */
  synchronized void forget() {
    closed = true;
  }

  /** Ends and removes it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      client.stopContainerCmd(id()).withTimeout(GRACE).exec();
    } catch (NotFoundException | NotModifiedException ended) {
      // It has ended by itself.
    } catch (DockerException other) {
      // Removal ends it, too.
    }
    container.stop();
  }
}
