package io.atoll.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.peer.PeerCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IncarnationFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/incarnation/FORMAT.md");
  private static final Run SECOND = new Run(2, 0x0102030405060708L);
  private static final Claim CLAIM = new Claim(new Run(3, 0x1f00c0ffee00d00dL), 7, List.of(SECOND));
  private static final ClaimAnswer REFUSAL =
      new ClaimAnswer.Refused(new Run(4, 0x0102030405060708L), 300, 90_000);

  @Test
  void theExamplesAreWhatIsWrittenAndRead() throws IOException {
    Matcher matcher =
        Pattern.compile("### Example: ([^\n]*)\n.*?```\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    int found = 0;
    while (matcher.find()) {
      byte[] bytes =
          HexFormat.of().parseHex(matcher.group(2).replaceAll("#[^\n]*", "").replaceAll("\\s", ""));
      switch (matcher.group(1)) {
        case "claim" -> check(IncarnationProtocol.CLAIM.request(), CLAIM, bytes);
        case "refusal" -> check(IncarnationProtocol.CLAIM.reply(), REFUSAL, bytes);
        default -> throw new AssertionError(matcher.group(1));
      }
      found++;
    }
    assertThat(found).isEqualTo(2);
    check(IncarnationProtocol.CLAIM.reply(), new ClaimAnswer.Accepted(), new byte[] {1});
  }

  private static <T> void check(PeerCodec<T> codec, T value, byte[] bytes) {
    ByteWriter out = new ByteWriter(16);
    codec.write(out, value, 3);
    assertThat(out.toBytes()).isEqualTo(bytes);
    ByteReader in = new ByteReader(bytes);
    assertThat(codec.read(in, 3)).isEqualTo(value);
    in.finish();
  }

  @Test
  void beforeVersionThreeARefusalSaysNothingOfSilence() {
    ByteWriter out = new ByteWriter(16);
    IncarnationProtocol.CLAIM.reply().write(out, REFUSAL, 2);
    ByteReader in = new ByteReader(out.toBytes());
    assertThat(IncarnationProtocol.CLAIM.reply().read(in, 2))
        .isEqualTo(new ClaimAnswer.Refused(new Run(4, 0x0102030405060708L), 300, 0));
    in.finish();
  }

  @Test
  void theLedgerSaysForHowLongARunWasSilent() {
    Claim other = new Claim(SECOND, 1, List.of());
    ClaimLedger ledger = new ClaimLedger();
    ledger.answer(5, CLAIM, 1_000);
    ledger.answer(5, CLAIM, 4_000);
    assertThat(ledger.answer(5, other, 4_700))
        .isEqualTo(new ClaimAnswer.Refused(CLAIM.run(), 7, 700));
    assertThat(ledger.answer(5, other, 9_000))
        .as("who is refused is not heard")
        .isEqualTo(new ClaimAnswer.Refused(CLAIM.run(), 7, 5_000));
    ClaimLedger restarted = ClaimLedger.decode(ledger.encode());
    assertThat(restarted.answer(5, other, 300))
        .isEqualTo(new ClaimAnswer.Refused(CLAIM.run(), 7, 300));
  }

  @Test
  void filesAreReadAsTheyWereWritten() {
    DirectoryRuns runs = new DirectoryRuns(new RunHistory(List.of(SECOND)), "inode 5", true);
    assertThat(DirectoryRuns.decode(runs.encode())).isEqualTo(runs);
    ClaimLedger ledger = new ClaimLedger();
    ledger.answer(5, CLAIM, 1);
    ledger.answer(2, CLAIM, 1);
    ClaimLedger read = ClaimLedger.decode(ledger.encode());
    assertThat(read.encode()).isEqualTo(ledger.encode());
    assertThat(read.newest(5)).contains(CLAIM.run());
    assertThat(read.newest(1)).isEmpty();
  }

  @Test
  void whateverTheBytesOnlyTheTypedErrorComes() {
    SplittableRandom random = new SplittableRandom(5);
    ByteWriter out = new ByteWriter(64);
    IncarnationProtocol.CLAIM.request().write(out, CLAIM, 2);
    ClaimLedger ledger = new ClaimLedger();
    ledger.answer(5, CLAIM, 1);
    List<byte[]> good =
        List.of(
            out.toBytes(),
            new DirectoryRuns(new RunHistory(List.of(SECOND)), "inode 5", true).encode(),
            ledger.encode());
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = good.get(i % 3).clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        switch (i % 3) {
          case 0 -> IncarnationProtocol.CLAIM.request().read(new ByteReader(bytes), 2);
          case 1 -> DirectoryRuns.decode(bytes);
          default -> ClaimLedger.decode(bytes);
        }
      } catch (MalformedBytesException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aClaimWhoseEarlierRunsAreNotEarlierIsMalformed() {
    ByteWriter out = new ByteWriter(64);
    IncarnationProtocol.CLAIM.request().write(out, new Claim(SECOND, 1, List.of(CLAIM.run())), 2);
    assertThatThrownBy(
            () -> IncarnationProtocol.CLAIM.request().read(new ByteReader(out.toBytes()), 2))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("is not before run 2");
  }

  @Test
  void aHistoryKeepsTheNewestRuns() {
    SplittableRandom random = new SplittableRandom(6);
    RunHistory history = RunHistory.NONE;
    for (int i = 0; i < RunHistory.MAX + 5; i++) {
      history = history.with(history.next(random));
    }
    assertThat(history.runs()).hasSize(RunHistory.MAX);
    assertThat(history.newest().orElseThrow().number()).isEqualTo(RunHistory.MAX + 5);
  }
}
