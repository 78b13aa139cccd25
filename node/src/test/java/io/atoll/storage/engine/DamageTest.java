package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.Crc32c;
import io.atoll.env.DiskFile;
import io.atoll.sim.SimDisk;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Torn tails are cut off, damage is refused by name, and neither is ever served. */
class DamageTest {
  private static final String FIRST = "log/0000000001.log";
  private static final StorageSettings SETTINGS = TestNode.withSegmentBytes(1_024);

  /** A log of three frames, each with one write, in one segment, not cleanly closed. */
  private static SimDisk threeFrames() {
    SimDisk disk = new SimDisk("disk");
    TestNode node = TestNode.open(disk, SETTINGS);
    for (int i = 0; i < 3; i++) {
      node.put(0, StorageEngineTest.key(1, i), StorageEngineTest.value("value " + i));
      node.run();
    }
    disk.kill();
    return disk;
  }

  /** Where the frames of {@link #threeFrames} begin; all are of one length. */
  private static int frameStart(SimDisk disk, int frame) {
    int frameBytes = (endOfData(disk.contents(FIRST)) - 44) / 3;
    return 44 + frame * frameBytes;
  }

  /** Behind the last frame there are zeros; none of these frames ends with one. */
  private static int endOfData(byte[] log) {
    int end = log.length;
    while (log[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static TestNode reopen(SimDisk disk) {
    TestNode node = TestNode.starting(disk, TestNode.OWNER, SETTINGS);
    node.run();
    return node;
  }

  private static StorageException refusal(SimDisk disk) {
    TestNode node = reopen(disk);
    assertThat(node.opening().failed()).isTrue();
    return (StorageException) node.opening().cause();
  }

  @Test
  void everyFlippedBitIsDetectedOrHarmless() {
    SimDisk disk = threeFrames();
    int length = endOfData(disk.contents(FIRST));
    for (int bit = 0; bit < length * 8; bit++) {
      SimDisk flipped = disk.copy();
      flipped.flipBit(FIRST, bit);
      TestNode node = reopen(flipped);
      boolean inLastFrame = bit / 8 >= frameStart(disk, 2);
      if (inLastFrame) {
        // Cannot be told from a torn write: cut off and reported.
        checkServes(node, 2);
        assertThat(node.stats().value(StorageMetric.LOG_DROPPED_BYTES))
            .isEqualTo(length - frameStart(disk, 2));
      } else {
        StorageException refused = (StorageException) node.opening().cause();
        assertThat(refused).as("bit %d", bit).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refused)
            .hasMessageContaining(FIRST)
            .hasMessageContaining("put the whole data directory back");
      }
    }
  }

  @Test
  void afterACleanStopEveryFlippedBitIsRefused() {
    SimDisk disk = new SimDisk("disk");
    TestNode node = TestNode.open(disk, SETTINGS);
    node.put(0, StorageEngineTest.key(1, 0), StorageEngineTest.value("x"));
    node.run();
    node.close();
    for (String file : List.of(FIRST, "identity")) {
      int length = file.equals(FIRST) ? endOfData(disk.contents(file)) : disk.contents(file).length;
      for (int bit = 0; bit < length * 8; bit++) {
        SimDisk flipped = disk.copy();
        flipped.flipBit(file, bit);
        assertThat(refusal(flipped)).hasMessageContaining(file);
      }
    }
  }

  @Test
  void aFlippedBitOfTheReserveIsHarmless() {
    for (boolean clean : new boolean[] {false, true}) {
      SimDisk disk = threeFrames();
      if (clean) {
        reopen(disk).close();
      }
      int length = disk.contents(FIRST).length;
      assertThat(length).isGreaterThan(endOfData(disk.contents(FIRST)));
      for (int bit = endOfData(disk.contents(FIRST)) * 8; bit < length * 8; bit++) {
        SimDisk flipped = disk.copy();
        flipped.flipBit(FIRST, bit);
        checkServes(reopen(flipped), 3);
      }
    }
  }

  @Test
  void anyBytesInTheLogAreServedAsWrittenOrNotAtAll() {
    SimDisk disk = threeFrames();
    byte[] log = disk.contents(FIRST);
    SplittableRandom random = new SplittableRandom(17);
    int opened = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] mutated =
          Arrays.copyOf(log, random.nextInt(3) == 0 ? random.nextInt(400) : log.length);
      int from = random.nextInt(mutated.length + 1);
      for (int at = from; at < mutated.length && at < from + random.nextInt(1, 40); at++) {
        mutated[at] = (byte) random.nextInt();
      }
      SimDisk damaged = disk.copy();
      overwrite(damaged, FIRST, mutated);
      TestNode node = reopen(damaged);
      if (node.opening().failed()) {
        StorageException refused = (StorageException) node.opening().cause();
        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
      } else {
        opened++;
        long keys = node.stats().value(StorageMetric.KEYS);
        checkServes(node, (int) keys);
      }
    }
    assertThat(opened).isBetween(500, 2_900);
  }

  @Test
  void aTornTailIsCutWhereverItTears() {
    SimDisk disk = threeFrames();
    byte[] log = disk.contents(FIRST);
    SplittableRandom random = new SplittableRandom(5);
    for (int end = frameStart(disk, 2); end < endOfData(log); end++) {
      for (int kind = 0; kind < 3; kind++) {
        byte[] torn = kind == 0 ? Arrays.copyOf(log, end) : log.clone();
        for (int i = end; i < torn.length; i++) {
          torn[i] = kind == 1 ? 0 : (byte) random.nextInt();
        }
        SimDisk damaged = disk.copy();
        overwrite(damaged, FIRST, torn);
        TestNode node = reopen(damaged);
        checkServes(node, 2);
        node.put(0, StorageEngineTest.key(1, 9), StorageEngineTest.value("more"));
        node.run();
        if (kind == 2) {
          node.close();
        } else {
          damaged.kill();
        }
        checkServes(reopen(damaged), 2);
      }
    }
  }

  @Test
  void aBadFrameWithALaterOneBehindItNamesItsPlaceAndWhatToDo() {
    SimDisk disk = threeFrames();
    int length = disk.contents(FIRST).length;
    disk.flipBit(FIRST, 8L * (frameStart(disk, 1) + 20));
    StorageException refused = refusal(disk);
    assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refused)
        .hasMessageContaining("byte " + frameStart(disk, 1) + " of " + FIRST)
        .hasMessageContaining("byte " + frameStart(disk, 2))
        .hasMessageContaining("put the whole data directory back from a copy");
    assertThat(disk.contents(FIRST)).as("nothing was cut").hasSize(length);
  }

  @Test
  void bytesThatLookLikeAFrameOfAnotherPlaceDoNotPass() {
    SimDisk disk = threeFrames();
    byte[] log = Arrays.copyOf(disk.contents(FIRST), frameStart(disk, 3));
    byte[] frame = Arrays.copyOfRange(log, frameStart(disk, 2), log.length);
    byte[] longer = Arrays.copyOf(log, log.length + frame.length);
    System.arraycopy(frame, 0, longer, log.length, frame.length);
    overwrite(disk, FIRST, longer);
    TestNode node = reopen(disk);
    checkServes(node, 3);
    assertThat(node.stats().value(StorageMetric.LOG_DROPPED_BYTES)).isEqualTo(frame.length);
  }

  @Test
  void aMissingSegmentIsRefused() throws IOException {
    for (int missing = 1; missing <= 4; missing++) {
      SimDisk disk = fourSegments();
      disk.delete("log/000000000" + missing + ".log");
      assertThat(refusal(disk).reason()).isEqualTo(Reason.DAMAGED);
      assertThat(refusal(disk)).hasMessageContaining("log/000000000" + missing + ".log is missing");
    }
  }

  @Test
  void aMissingLogIsRefused() throws IOException {
    SimDisk disk = threeFrames();
    disk.delete(FIRST);
    assertThat(refusal(disk).reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refusal(disk)).hasMessageContaining("there is no segment");
  }

  @Test
  void aSegmentOfAnotherDirectoryIsRefused() {
    SimDisk disk = fourSegments();
    SimDisk other = new SimDisk("other");
    TestNode node = TestNode.starting(other, TestNode.OWNER, SETTINGS, 2, new SplittableRandom(1));
    node.run();
    byte[] foreign = fourSegments().contents("log/0000000002.log");
    foreign[8] ^= 1; // the directory id; the checksum is put right below
    ByteBuffer.wrap(foreign).putInt(40, crc(foreign, 40));
    overwrite(disk, "log/0000000002.log", foreign);
    assertThat(refusal(disk))
        .hasMessageContaining("log/0000000002.log is of another data directory");
  }

  @Test
  void aSegmentUnderAnotherNameIsRefused() {
    SimDisk disk = fourSegments();
    overwrite(disk, "log/0000000002.log", disk.contents("log/0000000003.log"));
    assertThat(refusal(disk)).hasMessageContaining("is segment 3 under another's name");
  }

  @Test
  void aSegmentOfANewerFormatIsRefused() {
    SimDisk disk = threeFrames();
    byte[] log = disk.contents(FIRST);
    ByteBuffer.wrap(log).putInt(4, 4).putInt(40, crcAfter(log, 4));
    overwrite(disk, FIRST, log);
    assertThat(refusal(disk).reason()).isEqualTo(Reason.NEWER_FORMAT);
    assertThat(refusal(disk)).hasMessageContaining("newer release");
  }

  @Test
  void damageInAnEarlierSegmentIsRefusedEvenAtItsEnd() {
    SimDisk disk = fourSegments();
    // Behind the last frame stands the seal, 21 bytes, which is no data.
    int lastDataByte = disk.contents(FIRST).length - 22;
    disk.flipBit(FIRST, 8L * lastDataByte);
    assertThat(refusal(disk).reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refusal(disk)).hasMessageContaining(FIRST);
  }

  private static SimDisk fourSegments() {
    SimDisk disk = new SimDisk("disk");
    TestNode node = TestNode.open(disk, SETTINGS);
    for (int i = 0; node.stats().value(StorageMetric.LOG_SEGMENTS) < 4; i++) {
      node.put(0, StorageEngineTest.key(1, i), new byte[200]);
      node.run();
    }
    disk.kill();
    return disk;
  }

  private static void checkServes(TestNode node, int values) {
    assertThat(node.opening().cause()).isNull();
    for (int i = 0; i < 3; i++) {
      byte[] expected = i < values ? StorageEngineTest.value("value " + i) : null;
      assertThat(node.get(0, StorageEngineTest.key(1, i)).result()).isEqualTo(expected);
    }
  }

  private static int crcAfter(byte[] segment, int version) {
    byte[] header = Arrays.copyOf(segment, 40);
    ByteBuffer.wrap(header).putInt(4, version);
    return crc(header, 40);
  }

  private static int crc(byte[] bytes, int length) {
    return Crc32c.of(bytes, 0, length);
  }

  static void overwrite(SimDisk disk, String name, byte[] content) {
    try (DiskFile file = disk.openForWrite(name)) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(content), 0);
      file.sync();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
