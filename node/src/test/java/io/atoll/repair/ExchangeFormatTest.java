package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.VersionVector;
import io.atoll.peer.PeerCodec;
import io.atoll.ring.Partitions;
import io.atoll.wire.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of the exchange in {@code FORMAT.md} are what the code writes and reads. */
class ExchangeFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/repair/FORMAT.md");
  private static final PeerCodec<ExchangeQuestion> QUESTIONS = RepairProtocol.EXCHANGE.request();
  private static final PeerCodec<ExchangeAnswer> ANSWERS = RepairProtocol.EXCHANGE.reply();
  private static final byte[] USER = "user".getBytes(StandardCharsets.UTF_8);
  private static final KeyPlace PLACE = new KeyPlace(Tokens.of(1, USER), USER);

  private static Map<String, ExchangeQuestion> questions() {
    Map<String, ExchangeQuestion> all = new LinkedHashMap<>();
    all.put(
        "exchange-tokens",
        new ExchangeQuestion(
            300,
            4_000,
            1,
            new Extent.Tokens(new long[] {PLACE.token()}),
            null,
            null,
            List.of(new KeySummary(PLACE, 7, VersionVector.EMPTY))));
    all.put(
        "exchange-range",
        new ExchangeQuestion(
            300,
            4_000,
            1,
            new Extent.Range(Partitions.tokens(0, 4)),
            new KeyPlace(5, new byte[] {1}),
            new KeyPlace(5, new byte[] {2}),
            List.of(KeySummary.unsettled(PLACE))));
    return all;
  }

  private static Map<String, ExchangeAnswer> answers() {
    Map<String, ExchangeAnswer> all = new LinkedHashMap<>();
    all.put(
        "exchange-answered",
        new ExchangeAnswer.Exchanged(
            300,
            List.of(new ExchangeAnswer.Entry(USER, new byte[] {1, 0, 0})),
            new int[] {0},
            new KeyPlace(5, new byte[] {1}),
            2,
            1));
    all.put("exchange-declined", new ExchangeAnswer.Declined(300, "busy"));
    return all;
  }

  private static <T> byte[] bytes(PeerCodec<T> codec, T value) {
    ByteWriter out = new ByteWriter(64);
    codec.write(out, value, 3);
    return out.toBytes();
  }

  @Test
  void theBytesAreThoseOfThePage() throws IOException {
    Map<String, String> page = new TreeMap<>();
    Matcher example =
        Pattern.compile("^`(exchange-[a-z]+)` `([0-9a-f ]+)`$", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    while (example.find()) {
      page.put(example.group(1), example.group(2));
    }
    HexFormat hex = HexFormat.ofDelimiter(" ");
    Map<String, String> written = new TreeMap<>();
    questions().forEach((name, each) -> written.put(name, hex.formatHex(bytes(QUESTIONS, each))));
    answers().forEach((name, each) -> written.put(name, hex.formatHex(bytes(ANSWERS, each))));
    assertThat(page).isEqualTo(written);
  }

  @Test
  void whatIsWrittenIsRead() {
    for (ExchangeQuestion each : questions().values()) {
      byte[] written = bytes(QUESTIONS, each);
      assertThat(QUESTIONS.read(new ByteReader(written), 3))
          .usingRecursiveComparison()
          .isEqualTo(each);
    }
    for (ExchangeAnswer each : answers().values()) {
      byte[] written = bytes(ANSWERS, each);
      assertThat(ANSWERS.read(new ByteReader(written), 3))
          .usingRecursiveComparison()
          .isEqualTo(each);
    }
  }

  @Test
  void damagedBytesAreMalformedAndNothingElse() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      for (ExchangeQuestion each : questions().values()) {
        readDamaged(QUESTIONS, bytes(QUESTIONS, each), random);
      }
      for (ExchangeAnswer each : answers().values()) {
        readDamaged(ANSWERS, bytes(ANSWERS, each), random);
      }
    }
  }

  private static void readDamaged(PeerCodec<?> codec, byte[] good, SplittableRandom random) {
    byte[] bad = Arrays.copyOf(good, random.nextInt(1, good.length + 1));
    bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
    try {
      codec.read(new ByteReader(bad), 3);
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }

  @Test
  void summariesOutOfOrderAreMalformed() {
    ExchangeQuestion question = questions().get("exchange-tokens");
    KeySummary summary = question.summaries().getFirst();
    byte[] twice =
        bytes(
            QUESTIONS,
            new ExchangeQuestion(
                300, 4_000, 1, question.extent(), null, null, List.of(summary, summary)));
    assertThatThrownBy(() -> QUESTIONS.read(new ByteReader(twice), 3))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("is not after");
  }
}
