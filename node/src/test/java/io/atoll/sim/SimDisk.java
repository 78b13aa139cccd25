package io.atoll.sim;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import io.atoll.env.DiskLockedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
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

  private final String description;
  private final SimOperations operations;
  private DiskWitness witness = new DiskWitness() {};
  private Object memento;
  private final SimTree tree = new SimTree();
  private final Standing<Long> limits = new Standing<>();
  private long limitBytes = Long.MAX_VALUE;
  private long incarnation;
  private long inodes = 1;
  private BooleanSupplier answersNow = () -> true;
  private Object lock;

  /**
   * An empty disk.
   *
   * @param description what messages call it
   */
  public SimDisk(String description) {
    this.description = description;
    this.operations = new SimOperations(description);
  }

  /**
   * Power loss: the node dies and the disk keeps what was synced, and by chance some of the rest.
   */
  public void crash(RandomGenerator random) {
    tree.crash(random);
    kill();
  }

  /** The node's process dies; the operating system lives and keeps what was written. */
  public void kill() {
    incarnation++;
    operations.goOn();
    lock = null;
  }

  /**
   * Whether the node died in an operation and neither {@link #crash} nor {@link #kill} followed.
   */
  public boolean isDown() {
    return operations.isDown();
  }

  /**
   * Names what is told when the node dies in an operation, before that throws. Who can tell whose
   * operation it was may let the others {@link #goOn}.
   */
  void onDeath(Runnable told) {
    operations.onDeath(told);
  }

  /** The operation in which the node was to die never ends; the others do, until it is dead. */
  void goOn() {
    operations.goOn();
  }

  /** Names what decides about operations from now on; null: all succeed. */
  public void script(Script script) {
    operations.script(script);
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
    return operations.spoil(spoiler);
  }

  /** Makes the disk no larger than this, beside all other limits. */
  public Undo limit(long bytes) {
    return limits.add(bytes);
  }

  /** Nothing is wrong with it any more. */
  public void setRight() {
    operations.setRight();
    limits.clear();
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
    return List.copyOf(files().keySet());
  }

  /** How many operations there were. */
  public long operations() {
    return operations.count();
  }

  /** How many syncs of files succeeded. */
  public long syncs() {
    return operations.syncs();
  }

  /** What a file holds, synced or not. */
  public byte[] contents(String name) {
    return inode(name).contents();
  }

  /** Sum of all file lengths. */
  public long usedBytes() {
    return tree.now().inodes().stream().mapToLong(SimInode::size).sum();
  }

  /** A new disk with copies of the files, all synced: other inodes with the same content. */
  public SimDisk copy() {
    SimDisk copy = new SimDisk(description);
    copy.inodes = inodes;
    copy.tree.become(twins(inode -> copy.inodes++));
    copy.memento = witness.imaged();
    return copy;
  }

  /** What the device holds now, as a snapshot of a virtual machine would keep it. */
  public SimDisk image() {
    SimDisk image = new SimDisk(description);
    image.tree.become(twins(SimInode::number));
    image.memento = witness.imaged();
    return image;
  }

  private SimNames twins(ToLongFunction<SimInode> numbers) {
    SimNames twins = new SimNames();
    twins.directories.addAll(tree.now().directories);
    files()
        .forEach(
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
    tree.become(asFiles ? image.twins(inode -> inodes++) : image.twins(SimInode::number));
    witness.putBack(image.memento);
    kill();
  }

  /** Removes every file. */
  public void empty() {
    tree.become(new SimNames());
    witness.emptied();
    kill();
  }

  @Override
  public void createDirectories(String directory) throws IOException {
    operations.checkUp();
    for (int end = directory.indexOf('/'); ; end = directory.indexOf('/', end + 1)) {
      String path = end < 0 ? directory : directory.substring(0, end);
      if (!tree.now().directories.contains(path)) {
        operations.perform(
            Operation.Kind.CREATE_DIRECTORY,
            path,
            () -> tree.change(new SimNames.Change(SimNames.parent(path), null, path, null)),
            () -> {});
      }
      if (end < 0) {
        return;
      }
    }
  }

  @Override
  public List<String> list(String directory) {
    operations.checkUp();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    return files().keySet().stream()
        .filter(name -> SimNames.parent(name).equals(directory))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  @Override
  public boolean exists(String name) {
    operations.checkUp();
    return files().containsKey(name);
  }

  @Override
  public DiskFile openForRead(String name) throws IOException {
    operations.checkUp();
    return new SimFile(this, operations, name, existing(name), false, incarnation);
  }

  @Override
  public DiskFile openForWrite(String name) throws IOException {
    operations.checkUp();
    if (!files().containsKey(name)) {
      if (!tree.now().directories.contains(SimNames.parent(name))) {
        throw new NoSuchFileException(SimNames.parent(name));
      }
      operations.perform(
          Operation.Kind.CREATE,
          name,
          () ->
              tree.change(
                  new SimNames.Change(SimNames.parent(name), null, name, new SimInode(inodes++))),
          () -> {});
    }
    return new SimFile(this, operations, name, files().get(name), true, incarnation);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    operations.checkUp();
    SimInode inode = existing(from);
    if (!SimNames.parent(from).equals(SimNames.parent(to))) {
      throw new IOException("a rename from one directory to another is not simulated");
    }
    operations.perform(
        Operation.Kind.RENAME,
        from,
        () -> tree.change(new SimNames.Change(SimNames.parent(to), from, to, inode)),
        () -> {});
  }

  @Override
  public void link(String existing, String additional) throws IOException {
    operations.checkUp();
    SimInode inode = existing(existing);
    if (files().containsKey(additional)) {
      throw new FileAlreadyExistsException(additional);
    }
    operations.perform(
        Operation.Kind.LINK,
        additional,
        () ->
            tree.change(new SimNames.Change(SimNames.parent(additional), null, additional, inode)),
        () -> {});
  }

  @Override
  public void delete(String name) throws IOException {
    operations.checkUp();
    if (files().containsKey(name)) {
      operations.perform(
          Operation.Kind.DELETE,
          name,
          () -> tree.change(new SimNames.Change(SimNames.parent(name), name, null, null)),
          () -> {});
    }
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    operations.checkUp();
    if (!tree.now().directories.contains(directory)) {
      throw new NoSuchFileException(directory);
    }
    operations.performSync(
        Operation.Kind.SYNC_DIRECTORY, directory, () -> tree.sync(directory), () -> {});
  }

  @Override
  public String fingerprint(String name) throws NoSuchFileException {
    operations.checkUp();
    return "inode " + existing(name).number();
  }

  @Override
  public long usableBytes() {
    operations.checkUp();
    return Math.max(0, limitNow() - usedBytesWhenLimited());
  }

  @Override
  public AutoCloseable lock() throws DiskLockedException {
    operations.checkUp();
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

  void checkAlive(long openedBy) {
    operations.checkUp();
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

  private Map<String, SimInode> files() {
    return tree.now().files;
  }

  private SimInode existing(String name) throws NoSuchFileException {
    SimInode inode = files().get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  private SimInode inode(String name) {
    SimInode inode = files().get(name);
    if (inode == null) {
      throw new IllegalArgumentException("no file " + name + " in " + files().keySet());
    }
    return inode;
  }
}
