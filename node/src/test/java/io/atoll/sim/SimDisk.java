package io.atoll.sim;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.env.DiskLockedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that knows what is synced: the content of each file and, apart from it, the
 * entries of each directory. It can lose power, be full, fail or kill its node at any operation,
 * and flip a bit. It is deterministic and belongs to one thread.
 *
 * <p>What a power loss may do, each by chance: keep nothing of what was not synced, all of it, a
 * prefix that ends within a write, or any scattered pieces of it with zeros or garbage between
 * them; names behave likewise, one creation, rename or deletion at a time. A directory that was
 * created is itself a name in its parent: until {@code syncDirectory(parent)} it may vanish with
 * all that is in it.
 *
 * <p>The shape follows Pebble's {@code vfs.MemFS} in strict mode, and SQLite's crash tests.
 */
public final class SimDisk implements Disk {
  /**
   * Something that changes the disk, counted from 1, or reads it.
   *
   * @param number the how-manieth change it is since the disk was made; 0 for a read
   * @param name the file or directory; of a rename, the old name
   */
  public record Operation(long number, Kind kind, String name) {
    /** What is done. */
    public enum Kind {
      CREATE,
      WRITE,
      SYNC,
      LINK,
      TRUNCATE,
      RENAME,
      DELETE,
      CREATE_DIRECTORY,
      SYNC_DIRECTORY,
      READ
    }
  }

  /** What becomes of an operation. */
  public enum Fate {
    /** It is done. */
    SUCCEED,
    /**
     * It throws an {@link IOException}; half of a write is done; what a failed sync covered is
     * never durable by a later one.
     */
    FAIL,
    /** It fails in the same way, but throws what nobody expects: an {@link AssertionError}. */
    DEFECT,
    /** It fails in the same way, but throws what is fatal: an {@link OutOfMemoryError}. */
    OUT_OF_MEMORY,
    /**
     * The node dies within it ({@link SimCrash}): done, but not certain to survive; a sync has not
     * happened.
     */
    CRASH
  }

  /** Decides what becomes of each operation. */
  @FunctionalInterface
  public interface Script {
    Fate fate(Operation operation);

    /** The node dies in the n-th operation. */
    static Script crashAt(long number) {
      return operation -> operation.number() == number ? Fate.CRASH : Fate.SUCCEED;
    }

    /** The n-th operation fails. */
    static Script failAt(long number) {
      return operation -> operation.number() == number ? Fate.FAIL : Fate.SUCCEED;
    }

    /** The n-th operation has a fate of its own. */
    static Script at(long number, Fate fate) {
      return operation -> operation.number() == number ? fate : Fate.SUCCEED;
    }

    /** Some operations have a fate. */
    static Script where(Predicate<Operation> some, Fate fate) {
      return operation -> some.test(operation) ? fate : Fate.SUCCEED;
    }

    /**
     * The node dies in the n-th operation of some, counted from now; nothing happens to later ones.
     */
    static Script crashOnce(Predicate<Operation> some, int n) {
      return new Script() {
        private int left = n;

        @Override
        public Fate fate(Operation operation) {
          return left > 0 && some.test(operation) && --left == 0 ? Fate.CRASH : Fate.SUCCEED;
        }
      };
    }

    /** All operations of a kind fail. */
    static Script failAll(Operation.Kind kind) {
      return operation -> operation.kind() == kind ? Fate.FAIL : Fate.SUCCEED;
    }
  }

  private static final Script ALL_WELL = operation -> Fate.SUCCEED;

  private final String description;
  private DiskWitness witness = new DiskWitness() {};
  private Object memento;
  private SimNames cached = new SimNames();
  private SimNames durable = new SimNames();
  private final List<SimNames.Change> unsynced = new ArrayList<>();
  private final Standing<Script> spoilers = new Standing<>();
  private final Standing<Long> limits = new Standing<>();
  private Script script = ALL_WELL;
  private long limitBytes = Long.MAX_VALUE;
  private long operations;
  private long syncs;
  private long incarnation;
  private long inodes = 1;
  private boolean down;
  private BooleanSupplier answersNow = () -> true;
  private Object lock;
  private Runnable onDeath = () -> {};

  /**
   * An empty disk.
   *
   * @param description what messages call it
   */
  public SimDisk(String description) {
    this.description = description;
  }

  /**
   * Power loss: the node dies and the disk keeps what was synced, and by chance some of the rest.
   */
  public void crash(RandomGenerator random) {
    keepSomeNames(random);
    durable.dropUnreachable();
    durable.inodes().forEach(inode -> inode.crash(random));
    cached = durable.copy();
    kill();
  }

  /** The node's process dies; the operating system lives and keeps what was written. */
  public void kill() {
    incarnation++;
    down = false;
    lock = null;
  }

  /**
   * Whether the node died in an operation and neither {@link #crash} nor {@link #kill} followed.
   */
  public boolean isDown() {
    return down;
  }

  /**
   * Names what is told when the node dies in an operation, before that throws. Who can tell whose
   * operation it was may let the others {@link #goOn}.
   */
  void onDeath(Runnable told) {
    onDeath = told;
  }

  /** The operation in which the node was to die never ends; the others do, until it is dead. */
  void goOn() {
    down = false;
  }

  /** Names what decides about operations from now on; null: all succeed. */
  public void script(Script script) {
    this.script = script == null ? ALL_WELL : script;
  }

  /** Makes writes fail that would bring the sum of all file lengths beyond a limit. */
  public void limitBytes(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Lets something else decide about operations too; the first whose word is not {@link
   * Fate#SUCCEED} is obeyed.
   */
  public Undo spoil(Script spoiler) {
    return spoilers.add(spoiler);
  }

  /** Makes the disk no larger than this, beside all other limits. */
  public Undo limit(long bytes) {
    return limits.add(bytes);
  }

  /** Nothing is wrong with it any more. */
  public void setRight() {
    spoilers.clear();
    limits.clear();
    script(null);
    limitBytes(Long.MAX_VALUE);
  }

  private long limitNow() {
    return limits.isEmpty() ? limitBytes : limits.values().stream().reduce(limitBytes, Math::min);
  }

  /**
   * Decides, read by read, whether {@link DiskFile#readNow} has an answer; at first it always has.
   */
  public void answersNow(BooleanSupplier answersNow) {
    this.answersNow = answersNow;
  }

  boolean answersNow() {
    return answersNow.getAsBoolean();
  }

  /** Names who hears what becomes durable from now on. */
  public void witness(DiskWitness witness) {
    this.witness = witness;
  }

  void synced(String name, SimInode inode) {
    witness.synced(name, inode.durable());
  }

  /**
   * Flips one bit of a file.
   *
   * @param bit counted from the start of the file, lowest bit of each byte first
   */
  public void flipBit(String name, long bit) {
    SimInode inode = inode(name);
    inode.flipBit(bit);
    witness.damaged(name, inode.durable());
  }

  /** The names of all files, in ascending order. */
  public List<String> names() {
    return List.copyOf(cached.files.keySet());
  }

  /** How many operations there were. */
  public long operations() {
    return operations;
  }

  /** How many syncs of files succeeded. */
  public long syncs() {
    return syncs;
  }

  /** What a file holds, synced or not. */
  public byte[] contents(String name) {
    return inode(name).contents();
  }

  /** Sum of all file lengths. */
  public long usedBytes() {
    return cached.inodes().stream().mapToLong(SimInode::size).sum();
  }

  /** A new disk with copies of the files, all synced: other inodes with the same content. */
  public SimDisk copy() {
    SimDisk copy = new SimDisk(description);
    copy.inodes = inodes;
    copy.cached = twins(inode -> copy.inodes++);
    copy.durable = copy.cached.copy();
    copy.memento = witness.imaged();
    return copy;
  }

  /** What the device holds now, as a snapshot of a virtual machine would keep it. */
  public SimDisk image() {
    SimDisk image = new SimDisk(description);
    image.cached = twins(SimInode::number);
    image.durable = image.cached.copy();
    image.memento = witness.imaged();
    return image;
  }

  private SimNames twins(ToLongFunction<SimInode> numbers) {
    SimNames twins = new SimNames();
    twins.directories.addAll(cached.directories);
    cached.files.forEach(
        (name, inode) -> {
          SimInode twin = new SimInode(numbers.applyAsLong(inode));
          twin.write(0, inode.contents());
          twin.sync();
          twins.files.put(name, twin);
        });
    return twins;
  }

  /**
   * Takes the disk of a node that is not running back to what it was.
   *
   * @param asFiles whether files were copied back, which makes other files of them; otherwise the
   *     whole device was, and nothing tells
   */
  public void putBack(SimDisk image, boolean asFiles) {
    cached = asFiles ? image.twins(inode -> inodes++) : image.twins(SimInode::number);
    durable = cached.copy();
    unsynced.clear();
    witness.putBack(image.memento);
    kill();
  }

  /** Removes every file. */
  public void empty() {
    cached = new SimNames();
    durable = new SimNames();
    unsynced.clear();
    witness.emptied();
    kill();
  }

  @Override
  public void createDirectories(String directory) throws IOException {
    checkUp();
    for (int end = directory.indexOf('/'); ; end = directory.indexOf('/', end + 1)) {
      String path = end < 0 ? directory : directory.substring(0, end);
      if (!cached.directories.contains(path)) {
        perform(
            Operation.Kind.CREATE_DIRECTORY,
            path,
            () -> change(new SimNames.Change(SimNames.parent(path), null, path, null)),
            () -> {});
      }
      if (end < 0) {
        return;
      }
    }
  }

  @Override
  public List<String> list(String directory) {
    checkUp();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return cached.files.keySet().stream()
        .filter(name -> SimNames.parent(name).equals(directory))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  @Override
  public boolean exists(String name) {
    checkUp();
    return cached.files.containsKey(name);
  }

  @Override
  public DiskFile openForRead(String name) throws IOException {
    checkUp();
    return new SimFile(this, name, existing(name), false, incarnation);
  }

  @Override
  public DiskFile openForWrite(String name) throws IOException {
    checkUp();
    if (!cached.files.containsKey(name)) {
      if (!cached.directories.contains(SimNames.parent(name))) {
        throw new NoSuchFileException(SimNames.parent(name));
      }
      perform(
          Operation.Kind.CREATE,
          name,
          () ->
              change(
                  new SimNames.Change(SimNames.parent(name), null, name, new SimInode(inodes++))),
          () -> {});
    }
    return new SimFile(this, name, cached.files.get(name), true, incarnation);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    checkUp();
    SimInode inode = existing(from);
    if (!SimNames.parent(from).equals(SimNames.parent(to))) {
      throw new IOException("a rename from one directory to another is not simulated");
    }
    perform(
        Operation.Kind.RENAME,
        from,
        () -> change(new SimNames.Change(SimNames.parent(to), from, to, inode)),
        () -> {});
  }

  @Override
  public void link(String existing, String additional) throws IOException {
    checkUp();
    SimInode inode = existing(existing);
    if (cached.files.containsKey(additional)) {
      throw new FileAlreadyExistsException(additional);
    }
    perform(
        Operation.Kind.LINK,
        additional,
        () -> change(new SimNames.Change(SimNames.parent(additional), null, additional, inode)),
        () -> {});
  }

  @Override
  public void delete(String name) throws IOException {
    checkUp();
    if (cached.files.containsKey(name)) {
      perform(
          Operation.Kind.DELETE,
          name,
          () -> change(new SimNames.Change(SimNames.parent(name), name, null, null)),
          () -> {});
    }
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    checkUp();
    if (!cached.directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
    performSync(Operation.Kind.SYNC_DIRECTORY, directory, () -> syncNames(directory), () -> {});
  }

  @Override
  public String fingerprint(String name) throws NoSuchFileException {
    checkUp();
    return "inode " + existing(name).number();
  }

  @Override
  public long usableBytes() {
    checkUp();
    return Math.max(0, limitNow() - usedBytesWhenLimited());
  }

  @Override
  public AutoCloseable lock() throws DiskLockedException {
    checkUp();
    if (lock != null) {
      throw new DiskLockedException(description + " is in use by another process");
    }
    Object mine = new Object();
    lock = mine;
    return () -> {
      if (mine.equals(lock)) {
        lock = null;
      }
    };
  }

  @Override
  public String describe() {
    return description;
  }

  /** What an operation does. */
  interface Effect {
    void apply() throws IOException;
  }

  /** Carries out an operation as the script has it. */
  void perform(Operation.Kind kind, String name, Effect effect, Effect onFailure)
      throws IOException {
    Fate fate = nextFate(kind, name);
    switch (fate) {
      case SUCCEED -> effect.apply();
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, kind, name, onFailure);
      case CRASH -> {
        effect.apply();
        die(kind, name);
      }
    }
  }

  /** Carries out a sync, which has done nothing when the node dies in it. */
  void performSync(Operation.Kind kind, String name, Effect effect, Effect onFailure)
      throws IOException {
    Fate fate = nextFate(kind, name);
    switch (fate) {
      case SUCCEED -> {
        effect.apply();
        syncs += kind == Operation.Kind.SYNC ? 1 : 0;
      }
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, kind, name, onFailure);
      case CRASH -> die(kind, name);
    }
  }

  /** Whether a read would be done. */
  boolean reads(String name) {
    return allWell() || fate(new Operation(0, Operation.Kind.READ, name)) == Fate.SUCCEED;
  }

  /** Reads as the script has it. */
  void performRead(String name) throws IOException {
    if (allWell()) {
      return;
    }
    Fate fate = fate(new Operation(0, Operation.Kind.READ, name));
    switch (fate) {
      case SUCCEED -> {}
      case FAIL, DEFECT, OUT_OF_MEMORY -> fail(fate, Operation.Kind.READ, name, () -> {});
      case CRASH -> die(Operation.Kind.READ, name);
    }
  }

  void checkAlive(long openedBy) {
    checkUp();
    if (openedBy != incarnation) {
      throw new SimCrash(description + ": the node that opened this file is dead");
    }
  }

  /** How many of the bytes that would be written at a position still fit. */
  int roomFor(int fileSize, int position, int length) {
    long growth = Math.max(0, (long) position + length - fileSize);
    long excess = Math.max(0, usedBytesWhenLimited() + growth - limitNow());
    return (int) Math.max(0, length - excess);
  }

  private long usedBytesWhenLimited() {
    return limitNow() == Long.MAX_VALUE ? 0 : usedBytes();
  }

  private Fate nextFate(Operation.Kind kind, String name) {
    checkUp();
    return fate(new Operation(++operations, kind, name));
  }

  private boolean allWell() {
    return script.equals(ALL_WELL) && spoilers.isEmpty();
  }

  private Fate fate(Operation operation) {
    Fate fate = script.fate(operation);
    return spoilers.isEmpty() ? fate : spoiled(operation, fate);
  }

  private Fate spoiled(Operation operation, Fate scripted) {
    Fate fate = scripted;
    for (Script spoiler : spoilers.values()) {
      Fate other = spoiler.fate(operation);
      fate = fate == Fate.SUCCEED ? other : fate;
    }
    return fate;
  }

  private void fail(Fate fate, Operation.Kind kind, String name, Effect onFailure)
      throws IOException {
    onFailure.apply();
    String what = "simulated failure of " + kind + " " + name;
    switch (fate) {
      case DEFECT -> throw new AssertionError(what);
      case OUT_OF_MEMORY -> throw new OutOfMemoryError(what);
      case SUCCEED, FAIL, CRASH -> throw new IOException(what);
    }
  }

  private void die(Operation.Kind kind, String name) {
    down = true;
    onDeath.run();
    throw new SimCrash(
        "%s: died in operation %d, %s %s".formatted(description, operations, kind, name));
  }

  private void checkUp() {
    if (down) {
      throw new SimCrash(description + ": the node is dead");
    }
  }

  private SimInode existing(String name) throws NoSuchFileException {
    SimInode inode = cached.files.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  private SimInode inode(String name) {
    SimInode inode = cached.files.get(name);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + name + " in " + cached.files.keySet());
    }
    return inode;
  }

  private void change(SimNames.Change change) {
    cached.apply(change);
    unsynced.add(change);
  }

  private void syncNames(String directory) {
    unsynced.stream().filter(c -> c.directory().equals(directory)).forEach(durable::apply);
    unsynced.removeIf(c -> c.directory().equals(directory));
  }

  private void keepSomeNames(RandomGenerator random) {
    int mode = random.nextInt(4);
    int prefix = random.nextInt(unsynced.size() + 1);
    for (int i = 0; i < unsynced.size(); i++) {
      boolean kept =
          switch (mode) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> i < prefix;
            default -> random.nextBoolean();
          };
      if (kept) {
        durable.apply(unsynced.get(i));
      }
    }
    unsynced.clear();
  }
}
