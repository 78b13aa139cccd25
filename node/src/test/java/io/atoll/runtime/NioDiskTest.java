package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import io.atoll.env.DiskLockedException;
import io.atoll.env.DurableFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a disk, kept by the file system. */
class NioDiskTest {
  @TempDir Path directory;
  private NioDisk disk;

  @BeforeEach
  void open() throws IOException {
    disk = NioDisk.open(directory.resolve("data"));
  }

  @Test
  void whatIsMadeIsItsOwnersAlone(@TempDir Path elsewhere) throws Exception {
    Path open = Files.createDirectory(elsewhere.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    NioDisk made = NioDisk.open(open);
    made.createDirectories("shard-000/deeper");
    made.openForWrite("shard-000/f").close();
    made.lock().close();
    try (Stream<Path> all = Files.walk(open)) {
      for (Path each : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as("%s", each)
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aCopyOfAFileIsAnother(@TempDir Path elsewhere) throws IOException {
    NioDisk one = NioDisk.open(elsewhere.resolve("one"));
    one.openForWrite("f").close();
    String before = one.fingerprint("f");
    assertThat(before).isNotEmpty().isEqualTo(one.fingerprint("f"));
    Path copy = Files.createDirectory(elsewhere.resolve("two")).resolve("f");
    Files.copy(elsewhere.resolve("one/f"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(NioDisk.open(copy.getParent()).fingerprint("f")).isNotEqualTo(before);
  }

  @Test
  void whatIsWrittenAtAPositionIsReadThere() throws IOException {
    try (DiskFile file = disk.openForWrite("f")) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      file.write(ByteBuffer.wrap(new byte[] {9}), 5);
      file.sync();
      assertThat(file.sizeBytes()).isEqualTo(6);
      ByteBuffer read = ByteBuffer.allocate(10);
      assertThat(file.read(read, 1)).isEqualTo(5);
      assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 0, 0, 9}));
      assertThat(file.read(ByteBuffer.allocate(1), 6)).isZero();
      assertThat(file.read(ByteBuffer.allocate(1), 100)).isZero();
      file.truncate(2);
      assertThat(file.sizeBytes()).isEqualTo(2);
    }
    try (DiskFile file = disk.openForRead("f")) {
      assertThat(file.sizeBytes()).isEqualTo(2);
    }
  }

  @Test
  void whatIsLongerThanASliceIsWrittenAndReadWhole() throws IOException {
    byte[] content = new byte[700_001];
    new SplittableRandom(7).nextBytes(content);
    try (DiskFile file = disk.openForWrite("f")) {
      ByteBuffer source = ByteBuffer.wrap(content, 1, 700_000);
      file.write(source, 3);
      assertThat(source.position()).isEqualTo(source.limit()).isEqualTo(700_001);
      ByteBuffer off = ByteBuffer.allocateDirect(700_000).put(content, 1, 700_000).flip();
      file.write(off, 700_003);
      assertThat(off.hasRemaining()).isFalse();
      assertThat(file.sizeBytes()).isEqualTo(1_400_003);
      for (ByteBuffer target :
          List.of(ByteBuffer.allocate(800_000), ByteBuffer.allocateDirect(800_000))) {
        assertThat(file.read(target.limit(700_000), 700_003)).isEqualTo(700_000);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content, 1, 700_000));
        assertThat(file.read(target.clear(), 1_400_000)).isEqualTo(3);
        assertThat(target.limit()).isEqualTo(800_000);
      }
    }
  }

  @Test
  void whatWasJustWrittenIsReadNowOrNotAtAll() throws IOException {
    write("f", 1, 2, 3, 4);
    try (DiskFile file = disk.openForRead("f")) {
      ByteBuffer direct = ByteBuffer.allocateDirect(3);
      int read = file.readNow(direct, 1);
      assertThat(read).isIn(3, -1);
      if (read == 3) {
        assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3, 4}));
      } else {
        assertThat(direct.position()).isZero();
      }
      direct.clear();
      assertThat(file.readNow(direct, 2)).as("beyond the end").isEqualTo(-1);
      assertThat(direct.position()).isZero();
      assertThat(file.readNow(ByteBuffer.allocate(1), 0)).as("not direct").isEqualTo(-1);
    }
  }

  @Test
  void aLinkKeepsTheContentWhenTheFirstNameGoes() throws IOException {
    write("f", 1, 2);
    disk.createDirectories("kept");
    disk.link("f", "kept/f");
    disk.delete("f");
    assertThat(disk.exists("f")).isFalse();
    try (DiskFile file = disk.openForRead("kept/f")) {
      assertThat(file.sizeBytes()).isEqualTo(2);
    }
    write("f", 3);
    assertThatThrownBy(() -> disk.link("f", "kept/f"))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void openingForWriteKeepsWhatIsThere() throws IOException {
    write("f", 1, 2);
    try (DiskFile file = disk.openForWrite("f")) {
      assertThat(file.sizeBytes()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatIsNotThereCannotBeRead() {
    assertThatThrownBy(() -> disk.openForRead("f")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesAreListedInOrderWithoutDirectories() throws IOException {
    disk.createDirectories("a/b");
    disk.createDirectories("a/b");
    write("a/z", 1);
    write("a/x", 1);
    write("a/b/y", 1);
    disk.syncDirectory("a");
    disk.syncDirectory("");
    assertThat(disk.list("a")).containsExactly("x", "z");
    assertThat(disk.list("a/b")).containsExactly("y");
    assertThat(disk.list("")).isEmpty();
    assertThat(disk.list("nowhere")).isEmpty();
    assertThat(disk.list("a/x")).isEmpty();
  }

  @Test
  void renamingReplaces() throws IOException {
    write("old", 1);
    write("new", 2, 3);
    disk.rename("old", "new");
    assertThat(disk.exists("old")).isFalse();
    try (DiskFile file = disk.openForRead("new")) {
      assertThat(file.sizeBytes()).isEqualTo(1);
    }
  }

  @Test
  void deletingTwiceIsNoError() throws IOException {
    write("f", 1);
    disk.delete("f");
    disk.delete("f");
    assertThat(disk.exists("f")).isFalse();
  }

  @Test
  void namesCannotLeaveTheDirectory() {
    for (String name :
        List.of("..", "../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/", "", "a\0b")) {
      assertThatThrownBy(() -> disk.openForWrite(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("relative to the data directory");
    }
  }

  @Test
  void theSameProcessCannotLockTwice() throws Exception {
    try (AutoCloseable lock = disk.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(disk::lock)
          .isInstanceOf(DiskLockedException.class)
          .hasMessageContaining(disk.describe())
          .hasMessageContaining("another Atoll node (in this process)");
      // Through another path, and without a word the first lock holds on: see the next test.
      Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));
      assertThatThrownBy(NioDisk.open(link)::lock).isInstanceOf(DiskLockedException.class);
      assertThat(lockInAnotherProcess()).contains("process " + ProcessHandle.current().pid());
    }
    disk.lock().close();
    assertThat(lockInAnotherProcess()).isEqualTo("locked");
  }

  @Test
  void closingALockTwiceDoesNotReleaseTheNextOne() throws Exception {
    AutoCloseable first = disk.lock();
    first.close();
    try (AutoCloseable second = disk.lock()) {
      assertThat(second).isNotNull();
      first.close();
      assertThatThrownBy(disk::lock).isInstanceOf(DiskLockedException.class);
    }
  }

  @Test
  void aFileInTheWayOfTheDirectoryIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> NioDisk.open(file.resolve("data")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.resolve("data").toString())
        .hasMessageContaining("choose another");
  }

  @Test
  void aDurableFileLivesOnIt() throws IOException {
    DurableFile file = new DurableFile(disk, "state", 7, 1);
    assertThat(file.read()).isEmpty();
    file.replace(new byte[] {1});
    file.replace(new byte[] {2, 3});
    assertThat(file.read()).hasValue(new byte[] {2, 3});
    assertThat(disk.usableBytes()).isPositive();
  }

  private void write(String name, int... bytes) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      content.put((byte) each);
    }
    try (DiskFile file = disk.openForWrite(name)) {
      file.write(content.flip(), 0);
    }
  }

  private String lockInAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Locker.class.getName(),
                directory.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      return String.valueOf(out.readLine());
    } finally {
      process.destroy();
    }
  }

  /** Locks a data directory and says how that went. */
  static final class Locker {
    private Locker() {}

    public static void main(String[] args) throws Exception {
      try (AutoCloseable lock = NioDisk.open(Path.of(args[0])).lock()) {
        System.out.println(lock == null ? "nothing" : "locked");
      } catch (DiskLockedException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
