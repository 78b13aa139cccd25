package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Address;
import io.atoll.env.Datagrams;
import io.atoll.env.ProtocolVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes are those of FORMAT.md, and no others are taken. */
class DatagramFormatTest {
  private static final int TAG_BYTES = 16;

  /** What the nodes of the examples speak. */
  private static final ProtocolVersions EXAMPLE = new ProtocolVersions(1, 2);

  /** What those of the example of version 3 speak. */
  private static final ProtocolVersions LATER = new ProtocolVersions(1, 3);

  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final DatagramReader reader = new DatagramReader(EXAMPLE);
  private final Message message = new Message();
  private final List<byte[]> sent = new ArrayList<>();
  private final Outbox outbox;
  private final PeerRecord a1;
  private final PeerRecord b1;

  DatagramFormatTest() {
    a1 = record("a1");
    a1.generation = 7;
    a1.incarnation = 1;
    a1.reportGeneration = 7;
    a1.heartbeat = 300;
    a1.epoch = 2;
    a1.keys = 1_000;
    a1.bytes = 65_536;
    b1 = record("b1");
    b1.generation = 9;
    b1.nextSequence = 5;
    b1.lowestVersion = 1;
    b1.highestVersion = 2;
    outbox = outbox(EXAMPLE);
  }

  /** Where {@code a1} has what it sends, when it speaks those versions. */
  private Outbox outbox(ProtocolVersions spoken) {
    MemberTable members = new MemberTable(a1);
    GossipOutput output =
        new GossipOutput() {
          @Override
          public void send(Address to, byte[] datagram) {
            sent.add(datagram);
          }

          @Override
          public void changed(String nodeId, MemberState from, MemberState to) {}

          @Override
          public void reported(String nodeId, SelfReport report) {}
        };
    HmacSeal seal = new HmacSeal("atoll", "open sesame".getBytes(StandardCharsets.UTF_8));
    return new Outbox(
        spoken, members, new BroadcastQueue(members, 1), seal, output, new GossipStats.Tally());
  }

  private static PeerRecord record(String nodeId) {
    return new PeerRecord(new Peer(nodeId, "dc", new Address(nodeId, 1)), true, 0);
  }

  private byte[] suspectPing() {
    b1.status = Status.SUSPECT;
    b1.suspicion = new Suspicion(GossipSettings.DEFAULT.lan(), 3, 0);
    b1.suspicion.accusedBy(PeerRecord.keyOf("a1"));
    outbox.ping(b1, 0xCAFEBABE);
    return sent.getLast();
  }

  private Message decode(byte[] datagram) {
    reader.read(datagram, datagram.length - TAG_BYTES, message);
    return message;
  }

  @Test
  void theWorkedExampleIsWhatIsSent() throws IOException {
    assertThat(HexFormat.of().formatHex(suspectPing())).isEqualTo(example("## Example\n"));
  }

  private static PeerRecord c1() {
    PeerRecord c1 = record("c1");
    c1.generation = 3;
    c1.reportGeneration = 3;
    c1.heartbeat = 9;
    c1.epoch = 2;
    c1.keys = 10;
    c1.bytes = 20;
    c1.lowestVersion = 1;
    c1.highestVersion = 2;
    return c1;
  }

  @Test
  void theWorkedExampleOfVersion2IsWhatIsSent() throws IOException {
    PeerRecord c1 = c1();
    outbox.ackOf(c1, b1, 0xCAFEBABE);
    assertThat(HexFormat.of().formatHex(sent.getLast()))
        .isEqualTo(example("## Example of version 2\n"));
  }

  @Test
  void theWorkedExampleOfVersion3IsWhatIsSent() throws IOException {
    byte[] datagram = ackOfC1WhoseDiskIsFull();
    assertThat(HexFormat.of().formatHex(datagram)).isEqualTo(example("## Example of version 3\n"));
    new DatagramReader(LATER).read(datagram, datagram.length - TAG_BYTES, message);
    assertThat(message.self.conditionSaid).isTrue();
    assertThat(message.self.refusesWrites).isFalse();
    assertThat(message.updates[0].refusesWrites).isTrue();
  }

  @Test
  void aConditionThatIsNotKnownIsRefused() {
    byte[] datagram = ackOfC1WhoseDiskIsFull();
    int condition = HexFormat.of().formatHex(datagram).indexOf("09020a1401") / 2 + 4;
    datagram[condition] = 2;
    assertThatThrownBy(
            () -> new DatagramReader(LATER).read(datagram, datagram.length - TAG_BYTES, message))
        .hasMessageContaining("condition");
  }

  private byte[] ackOfC1WhoseDiskIsFull() {
    PeerRecord c1 = c1();
    c1.highestVersion = 3;
    c1.refusesWrites = true;
    b1.highestVersion = 3;
    outbox(LATER).ackOf(c1, b1, 0xCAFEBABE);
    return sent.getLast();
  }

  private static String example(String heading) throws IOException {
    String page = Files.readString(Path.of("src/main/java/io/atoll/membership/FORMAT.md"));
    String example = page.substring(page.indexOf(heading) + heading.length()).split("\n## ")[0];
    StringBuilder hex = new StringBuilder();
    Matcher line = Pattern.compile("^((?:[0-9a-f]{2} )+) ", Pattern.MULTILINE).matcher(example);
    while (line.find()) {
      hex.append(line.group(1).replace(" ", ""));
    }
    return hex.toString();
  }

  @Test
  void whatIsSentIsReadBack() {
    decode(suspectPing());

    assertThat(message.kind).isEqualTo(MessageKind.PING);
    assertThat(message.sender).isEqualTo(PeerRecord.keyOf("a1"));
    assertThat(message.recipient).isEqualTo(PeerRecord.keyOf("b1"));
    assertThat(message.sequence).isEqualTo(5);
    assertThat(message.nonce).isEqualTo(0xCAFEBABE);
    assertThat(message.self)
        .extracting(r -> r.generation, r -> r.incarnation, r -> r.heartbeat, r -> r.bytes)
        .containsExactly(7L, 1L, 300L, 65_536L);
    assertThat(message.updateCount).isEqualTo(1);
    Update update = message.updates[0];
    assertThat(update.subject).isEqualTo(PeerRecord.keyOf("b1"));
    assertThat(update.status).isEqualTo(Status.SUSPECT);
    assertThat(update.accusers[0]).isEqualTo(PeerRecord.keyOf("a1"));
  }

  @Property
  void anyNumberIsReadBack(@ForAll List<Long> raw) {
    PeerRecord subject = record("c1");
    for (long each : raw) {
      long value = each & (DatagramWriter.MAX_NUMBER - 1) >>> (int) (each & 63);
      subject.generation = Math.clamp(value, 1, DatagramWriter.MAX_STANDING);
      subject.reportGeneration = subject.generation;
      subject.keys = value;
      outbox.begin(b1, MessageKind.UPDATES);
      outbox.beginUpdates();
      outbox.tryUpdate(subject);
      outbox.finish();
      Update read = decode(sent.getLast()).updates[0];
      assertThat(read.generation).isEqualTo(subject.generation);
      assertThat(read.keys).isEqualTo(value);
    }
  }

  @Test
  void aGenerationThatNobodyCouldExceedIsMalformed() {
    PeerRecord subject = record("c1");
    subject.generation = DatagramWriter.MAX_STANDING + 1;
    outbox.begin(b1, MessageKind.UPDATES);
    outbox.beginUpdates();
    outbox.tryUpdate(subject);
    outbox.finish();
    assertThatThrownBy(() -> decode(sent.getLast())).isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void whatIsBelievedCanBeExceededAndSaid() {
    PeerRecord self = record("a1");
    Refutation refutation =
        new Refutation(
            self,
            new BroadcastQueue(new MemberTable(self), 3),
            new LocalHealth(),
            new GossipStats.Tally());
    Update claim = new Update();
    claim.generation = DatagramWriter.MAX_STANDING;
    claim.incarnation = 4;
    claim.heartbeat = DatagramWriter.MAX_NUMBER;
    claim.status = Status.DOWN;
    assertThat(refutation.refutes(claim)).isTrue();
    assertThat(self.generation).isEqualTo(DatagramWriter.MAX_STANDING);
    assertThat(self.incarnation).isEqualTo(5);
    outbox.begin(b1, MessageKind.UPDATES);
    outbox.beginUpdates();
    assertThat(outbox.tryUpdate(self)).isTrue();
    outbox.finish();
    assertThat(decode(sent.getLast()).updates[0].incarnation).isEqualTo(5);
  }

  @Test
  void aDatagramIsNeverTooLongHoweverMuchNewsThereIs() {
    PeerRecord subject = record("c1");
    subject.generation = DatagramWriter.MAX_STANDING;
    subject.reportGeneration = subject.generation;
    subject.heartbeat = DatagramWriter.MAX_NUMBER;
    outbox.begin(b1, MessageKind.UPDATES);
    outbox.beginUpdates();
    int count = 0;
    while (outbox.tryUpdate(subject)) {
      count++;
    }
    outbox.finish();

    assertThat(sent.getLast()).hasSizeLessThanOrEqualTo(Datagrams.MAX_BYTES);
    assertThat(decode(sent.getLast()).updateCount).isEqualTo(count);
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll long seed) {
    RandomGenerator random = RANDOM.create(seed);
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[random.nextInt(Datagrams.MAX_BYTES + 1)];
      random.nextBytes(noise);
      readOrRefuse(noise, noise.length);
    }
  }

  @Property
  void bytesThatBeginWellAreReadOrRefused(@ForAll long seed) {
    RandomGenerator random = RANDOM.create(seed);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[random.nextInt(32, 400)];
      random.nextBytes(bytes);
      bytes[0] = (byte) random.nextInt(1, 3);
      bytes[1] = 1;
      bytes[2] = 2;
      bytes[3] = (byte) random.nextInt(8);
      // Sequence to report: seven numbers of one byte.
      Arrays.fill(bytes, 20, 27, (byte) 1);
      readOrRefuse(bytes, bytes.length);
    }
  }

  @Property
  void aMutatedDatagramIsReadOrRefused(@ForAll long seed) {
    RandomGenerator random = RANDOM.create(seed);
    byte[] original = suspectPing();
    for (int i = 0; i < 50; i++) {
      byte[] bytes = original.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readOrRefuse(bytes, random.nextInt(bytes.length + 1));
      readOrRefuse(bytes, bytes.length - TAG_BYTES);
    }
  }

  private void readOrRefuse(byte[] bytes, int length) {
    try {
      reader.read(bytes, length, message);
      assertThat(message.updateCount).isLessThanOrEqualTo(Message.MAX_ITEMS);
    } catch (MalformedBytesException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Test
  void whoSpeaksAnOlderVersionIsSpokenToInIt() {
    PeerRecord c1 = record("c1");
    c1.generation = 3;
    c1.reportGeneration = 3;
    c1.lowestVersion = 1;
    c1.highestVersion = 2;
    b1.highestVersion = 1;
    for (int version = 1; version <= 2; version++) {
      b1.highestVersion = version;
      outbox.begin(b1, MessageKind.UPDATES);
      outbox.beginUpdates();
      outbox.tryUpdate(c1);
      outbox.finish();
      assertThat(sent.getLast()[0]).isEqualTo((byte) version);
      decode(sent.getLast());
      assertThat(message.self.highestVersion).isEqualTo(2);
      assertThat(message.updates[0].reported).isTrue();
      assertThat(message.updates[0].highestVersion).isEqualTo(version == 1 ? 0 : 2);
    }
  }

  @Test
  void bytesAfterTheEndAndOtherVersionsAreRefused() {
    byte[] ping = suspectPing();
    assertThatThrownBy(() -> reader.read(ping, ping.length - TAG_BYTES + 1, message))
        .isInstanceOf(MalformedBytesException.class);
    ping[0] = 3;
    assertThatThrownBy(() -> decode(ping)).hasMessageContaining("version");
  }
}
