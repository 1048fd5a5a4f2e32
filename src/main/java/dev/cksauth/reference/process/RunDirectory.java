package dev.cksauth.reference.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one run, mode 700, with its children; both go when it is closed.
 *
 * <p>Its owner holds an operating system's lock on the file {@code lock} in it. The system frees
 * the lock when the owner dies, in whatever way: a directory whose lock is free is abandoned, and
 * {@link #reapAbandoned} removes it. Parallel runs so never harm each other.
 */
public final class RunDirectory implements AutoCloseable {

  private static final String PREFIX = "run-";

  /** A directory that does not carry its lock yet; renamed once it does. */
  private static final String UNFINISHED = "new-";

  /** Setting up a directory takes milliseconds; one older than this lost its maker on the way. */
  private static final Duration SET_UP = Duration.ofMinutes(1);

  private static final String LOCK = "lock";
  private static final String OWNER = "owner";
  private static final String CHILDREN = "children";

  private final Path path;
  private final FileChannel lockChannel;
  private final ChildJournal journal;
  private final List<ChildProcess> children = new ArrayList<>();
  private boolean closed;
  private boolean kept;

  private RunDirectory(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
    this.journal = new ChildJournal(path.resolve(CHILDREN));
  }

  /**
   * An abandoned run that was cleaned up.
   *
   * @param directory the directory, now gone
   * @param killed the process ids of the children that still lived
   */
  public record Reaped(Path directory, List<Long> killed) {}

  /**
   * Where run directories are made unless said otherwise: {@code cks-auth-<user>} below {@code
   * $XDG_RUNTIME_DIR} or the directory for temporary files.
   */
  public static Path defaultBase() {
    @Nullable String runtime = System.getenv("XDG_RUNTIME_DIR");
    boolean usable = runtime != null && Files.isWritable(Path.of(runtime));
    Path parent = Path.of(usable ? runtime : System.getProperty("java.io.tmpdir"));
    String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
    return parent.resolve("cks-auth-" + user).toAbsolutePath();
  }

  /**
   * Creates a run directory below {@link #defaultBase()}.
   *
   * @throws IOException when it cannot be made, or the base belongs to someone else
   */
  public static RunDirectory create() throws IOException {
    return create(defaultBase());
  }

  /**
   * Creates a run directory.
   *
   * @param base the directory to make it in; made with mode 700 if absent
   * @throws IOException when it cannot be made, or the base is a symbolic link, belongs to another
   *     user or can be written by others
   */
  public static RunDirectory create(Path base) throws IOException {
    Path absolute = base.toAbsolutePath();
    prepare(absolute);
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    Path unfinished = absolute.resolve(UNFINISHED + id);
    Path finished = absolute.resolve(PREFIX + id);
    createPrivate(unfinished);
    Files.writeString(unfinished.resolve(OWNER), self());
    FileChannel channel =
        FileChannel.open(
            unfinished.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
      Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
      return new RunDirectory(finished, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Makes the directory that run directories are made in, unless it is there.
   *
   * @throws IOException as {@link #create(Path)}
   */
  public static void prepare(Path base) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(base.toAbsolutePath().getParent());
      try {
        createPrivate(base);
      } catch (FileAlreadyExistsException e) {
        // Another run was faster; whether it is a directory of ours is looked at next.
      }
    }
    requirePrivate(base);
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /**
   * Starts a child and records it. Its log is in this directory; it ends when this is closed, and
   * when this process dies.
   *
   * @throws IOException when the program cannot be started
   * @throws IllegalStateException when this directory is closed
   */
  public synchronized ChildProcess start(ChildProcess.Command command) throws IOException {
    if (closed) {
      throw new IllegalStateException("the run directory is closed: " + path);
    }
    ChildProcess child = ChildProcess.start(command, path);
    children.add(child);
    try {
      journal.record(child.handle(), child.name());
    } catch (IOException e) {
      child.close();
      throw e;
    }
    return child;
  }

  /**
   * Leaves the directory where it is when this is closed: what it tells of could not be removed.
   * {@link #reapAbandoned} finds it then.
   */
  public synchronized void keep() {
    kept = true;
  }

  /**
   * Ends the children, the last first, and deletes the directory unless it is kept. A second call
   * does nothing.
   *
   * @throws IOException when something in the directory cannot be deleted
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    children.reversed().forEach(ChildProcess::close);
    try (lockChannel) {
      if (!kept) {
        Deletion.of(path, LOCK);
      }
    }
  }

  /**
   * Cleans up what killed runs left: for every run directory whose lock is free, ends the recorded
   * children that still live under the same process id with the same start time, and deletes it.
   * Symbolic links and directories of other users are left alone.
   *
   * @param base as for {@link #create(Path)}; may be absent
   * @return what was cleaned up
   * @throws IOException when the base cannot be read or an abandoned directory cannot be deleted
   */
  public static List<Reaped> reapAbandoned(Path base) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    requirePrivate(base);
    List<Reaped> reaped = new ArrayList<>();
    for (Path candidate : candidates(base)) {
      @Nullable Reaped done = reap(candidate);
      if (done != null) {
        reaped.add(done);
      }
    }
    return reaped;
  }

  /**
   * What {@link #reapAbandoned} would clean up, left as it is.
   *
   * @param base as for {@link #create(Path)}; may be absent
   * @throws IOException when the base cannot be read
   */
  public static List<Path> abandoned(Path base) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    requirePrivate(base);
    List<Path> abandoned = new ArrayList<>();
    for (Path candidate : candidates(base)) {
      if (!ownedByThisProcess(candidate) && !isLocked(candidate.resolve(LOCK))) {
        abandoned.add(candidate);
      }
    }
    return List.copyOf(abandoned);
  }

  /**
   * Whether somebody holds a run directory, this process included.
   *
   * @throws IOException when it cannot be looked at
   */
  public static boolean isHeld(Path directory) throws IOException {
    return ownedByThisProcess(directory) || isLocked(directory.resolve(LOCK));
  }

  private static boolean isLocked(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static List<Path> candidates(Path base) throws IOException {
    UserPrincipal user = Files.getOwner(base, LinkOption.NOFOLLOW_LINKS);
    List<Path> ours = new ArrayList<>();
    try (Stream<Path> entries = Files.list(base)) {
      for (Path entry : entries.sorted().toList()) {
        try {
          if (isOurs(entry, user)) {
            ours.add(entry);
          }
        } catch (NoSuchFileException e) {
          // its run just ended
        }
      }
    }
    return ours;
  }

  private static boolean isOurs(Path candidate, UserPrincipal user) throws IOException {
    String name = candidate.getFileName().toString();
    if (!name.startsWith(UNFINISHED) && !name.startsWith(PREFIX)) {
      return false;
    }
    try {
      if (!Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        return false;
      }
      // Without its lock it is being made, or its owner is about to remove it.
      boolean locked =
          name.startsWith(PREFIX)
              && Files.exists(candidate.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
      return locked || atRest(candidate);
    } catch (NoSuchFileException e) {
      return false; // its owner was faster
    }
  }

  private static boolean atRest(Path directory) throws IOException {
    Instant changed = Files.getLastModifiedTime(directory).toInstant();
    return changed.isBefore(Instant.now().minus(SET_UP));
  }

  private static @Nullable Reaped reap(Path directory) throws IOException {
    try {
      return ownedByThisProcess(directory) ? null : reapUnlessLocked(directory);
    } catch (NoSuchFileException | OverlappingFileLockException e) {
      return null; // its owner or another reaper was faster, or is at it
    }
  }

  private static @Nullable Reaped reapUnlessLocked(Path directory) throws IOException {
    Path file = directory.resolve(LOCK);
    Set<OpenOption> options =
        new HashSet<>(Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    if (atRest(directory)) {
      options.add(StandardOpenOption.CREATE); // elsewhere a new file would hinder the removal
    }
    try (FileChannel channel = FileChannel.open(file, options)) {
      @Nullable FileLock lock = channel.tryLock();
      // An owner that was just closing frees its lock with the file gone already.
      if (lock == null || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      List<Long> killed = new ArrayList<>();
      for (ChildJournal.Entry child : new ChildJournal(directory.resolve(CHILDREN)).entries()) {
        child
            .identity()
            .living()
            .ifPresent(process -> {
              ProcessTree.of(process).kill();
              killed.add(process.pid());
            });
      }
      Deletion.of(directory, LOCK);
      return new Reaped(directory, List.copyOf(killed));
    }
  }

  /**
   * Whether this process made the directory. Asked before its lock file is opened: POSIX frees all
   * locks of a process on a file as soon as the process closes any descriptor of that file.
   */
  private static boolean ownedByThisProcess(Path directory) throws IOException {
    Path owner = directory.resolve(OWNER);
    return Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(owner).equals(self());
  }

  private static String self() {
    ProcessHandle self = ProcessHandle.current();
    return self.pid() + " " + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static void createPrivate(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void requirePrivate(Path base) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(base, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw new IOException("not a directory (a symbolic link is not followed): " + base);
    }
    Set<PosixFilePermission> foreign =
        EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    foreign.retainAll(attributes.permissions());
    if (!foreign.isEmpty()) {
      throw new IOException("others may write to the directory for runs: " + base);
    }
    if (!attributes.owner().equals(currentUser())) {
      throw new IOException(
          "the directory for runs belongs to %s: %s".formatted(attributes.owner().getName(), base));
    }
  }

  /** The user that this process creates files as: {@code user.name} can be set to anything. */
  private static UserPrincipal currentUser() throws IOException {
    Path probe = Files.createTempFile("cks-auth-", ".probe");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }
}
