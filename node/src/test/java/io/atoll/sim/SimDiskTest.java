package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import io.atoll.env.DiskLockedException;
import io.atoll.sim.SimDisk.Operation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The simulated disk forgets what it may and keeps what it must. */
class SimDiskTest {
  private final SimDisk disk = new SimDisk("disk");

  private static void write(DiskFile file, String text, long position) throws IOException {
    file.write(
        ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), position);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsSyncedSurvivesAndTheRestMayOrMayNot() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 300; seed++) {
      SimDisk fresh = new SimDisk("disk");
      DiskFile file = fresh.openForWrite("a");
      write(file, "kept", 0);
      file.sync();
      fresh.syncDirectory("");
      write(file, "MAYBE", 4);
      fresh.crash(new SplittableRandom(seed));
      String found = text(fresh.contents("a"));
      assertThat(found).startsWith("kept");
      assertThat(found.length()).isLessThanOrEqualTo(9);
      seen.add(found);
    }
    assertThat(seen).contains("kept", "keptM", "keptMAY", "keptMAYBE").hasSizeGreaterThan(8);
  }

  @Test
  void anUnsyncedNameMayBeLostWithItsContentAndASyncedOneMayNot() throws IOException {
    Set<Boolean> seen = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      fresh.openForWrite("certain").sync();
      fresh.syncDirectory("");
      fresh.openForWrite("unsure").sync();
      fresh.crash(new SplittableRandom(seed));
      assertThat(fresh.exists("certain")).isTrue();
      seen.add(fresh.exists("unsure"));
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void anUnsyncedRenameIsDoneOrNot() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      for (String name : new String[] {"old", "new"}) {
        DiskFile file = fresh.openForWrite(name);
        write(file, name, 0);
        file.sync();
      }
      fresh.syncDirectory("");
      fresh.rename("new", "old");
      assertThat(text(fresh.contents("old"))).isEqualTo("new");
      fresh.crash(new SplittableRandom(seed));
      seen.add(fresh.list("") + text(fresh.contents("old")));
    }
    assertThat(seen).containsExactly("[new, old]old", "[old]new");
  }

  @Test
  void anUnsyncedDirectoryMayVanishWithAllThatIsInIt() throws IOException {
    Set<Boolean> seen = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      fresh.createDirectories("a/b");
      fresh.syncDirectory("a");
      fresh.openForWrite("a/b/file").sync();
      fresh.syncDirectory("a/b");
      fresh.crash(new SplittableRandom(seed));
      seen.add(fresh.exists("a/b/file"));
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void theDeathOfAProcessKeepsWhatItWroteAndFreesTheLock() throws Exception {
    DiskFile file = disk.openForWrite("a");
    write(file, "text", 0);
    AutoCloseable lock = disk.lock();
    assertThatThrownBy(disk::lock).isInstanceOf(DiskLockedException.class);
    disk.kill();
    assertThat(text(disk.contents("a"))).isEqualTo("text");
    AutoCloseable next = disk.lock();
    lock.close();
    assertThatThrownBy(disk::lock).isInstanceOf(DiskLockedException.class);
    next.close();
    assertThatThrownBy(() -> write(file, "x", 0)).isInstanceOf(SimCrash.class);
  }

  @Test
  void aNodeDiesInTheOperationThatIsNamedAndStaysDead() throws IOException {
    disk.script(SimDisk.Script.crashAt(2));
    DiskFile file = disk.openForWrite("a");
    assertThatThrownBy(() -> write(file, "x", 0)).isInstanceOf(SimCrash.class);
    assertThat(disk.isDown()).isTrue();
    assertThatThrownBy(() -> disk.exists("a")).isInstanceOf(SimCrash.class);
    disk.crash(new SplittableRandom(1));
    assertThat(disk.isDown()).isFalse();
    assertThat(disk.operations()).isEqualTo(2);
  }

  @Test
  void whatAFailedSyncCoveredIsNotStoredByALaterOne() throws IOException {
    boolean lost = false;
    for (int seed = 0; seed < 20; seed++) {
      SimDisk fresh = new SimDisk("disk");
      DiskFile file = fresh.openForWrite("a");
      fresh.syncDirectory("");
      write(file, "doomed", 0);
      fresh.script(SimDisk.Script.failAll(Kind.SYNC));
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      fresh.script(null);
      file.sync();
      assertThat(text(fresh.contents("a"))).isEqualTo("doomed");
      fresh.crash(new SplittableRandom(seed));
      lost |= fresh.contents("a").length == 0;
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aFullDiskTakesWhatFitsAndFails() throws IOException {
    disk.limitBytes(10);
    DiskFile file = disk.openForWrite("a");
    write(file, "12345678", 0);
    assertThat(disk.usableBytes()).isEqualTo(2);
    assertThatThrownBy(() -> write(file, "90AB", 8)).hasMessageContaining("No space left");
    assertThat(text(disk.contents("a"))).isEqualTo("1234567890");
    write(file, "overwrite!", 0);
    disk.delete("a");
    assertThat(disk.usableBytes()).isEqualTo(10);
  }

  @Test
  void oneSeedIsOneOutcome() throws IOException {
    byte[][] outcomes = new byte[2][];
    for (int run = 0; run < 2; run++) {
      SimDisk fresh = new SimDisk("disk");
      DiskFile file = fresh.openForWrite("a");
      fresh.syncDirectory("");
      for (int i = 0; i < 20; i++) {
        write(file, "some bytes", i * 7);
      }
      fresh.crash(new SplittableRandom(99));
      outcomes[run] = fresh.contents("a");
    }
    assertThat(Arrays.equals(outcomes[0], outcomes[1])).isTrue();
  }

  @Test
  void aTruncationIsUnsyncedToo() throws IOException {
    Set<Integer> lengths = new TreeSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimDisk fresh = new SimDisk("disk");
      DiskFile file = fresh.openForWrite("a");
      write(file, "12345678", 0);
      file.sync();
      fresh.syncDirectory("");
      file.truncate(3);
      assertThat(file.sizeBytes()).isEqualTo(3);
      fresh.crash(new SplittableRandom(seed));
      lengths.add(fresh.contents("a").length);
    }
    assertThat(lengths).containsExactly(3, 8);
  }

  @Test
  void aReadFailsAsTheScriptHasItAndNoCacheHelps() throws IOException {
    DiskFile file = disk.openForWrite("a");
    write(file, "text", 0);
    long operations = disk.operations();
    Undo failing = disk.spoil(SimDisk.Script.failAll(Kind.READ));
    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(4), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("READ a");
    assertThat(file.readNow(ByteBuffer.allocate(4), 0)).isEqualTo(-1);
    failing.undo();
    assertThat(file.readNow(ByteBuffer.allocate(4), 0)).isEqualTo(4);
    assertThat(disk.operations()).as("reads are not counted").isEqualTo(operations);
  }

  @Test
  void theNodeDiesOnceInTheOperationThatIsNamed() throws IOException {
    disk.spoil(SimDisk.Script.crashOnce(o -> o.kind() == Kind.SYNC && o.name().equals("b"), 2));
    DiskFile a = disk.openForWrite("a");
    DiskFile b = disk.openForWrite("b");
    b.sync();
    a.sync();
    a.sync();
    assertThatThrownBy(b::sync).isInstanceOf(SimCrash.class);
    disk.crash(new SplittableRandom(1));
    DiskFile again = disk.openForWrite("b");
    again.sync();
    again.sync();
    again.sync();
  }
}
