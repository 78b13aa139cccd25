package io.atoll.hints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.EncodedSiblings;
import io.atoll.peer.PeerCodec;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of {@code FORMAT.md} are what the code writes and reads. */
class HintFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/hints/FORMAT.md");
  private static final byte[] USER = "user".getBytes(StandardCharsets.UTF_8);
  private static final Parcel PARCEL =
      new Parcel(300, List.of(new Parcel.Entry(1, USER, new byte[] {1, 0, 0})));
  private static final Receipt RECEIPT = new Receipt(300, 1_000, new boolean[] {true}, "");
  private static final Receipt REFUSED = new Receipt(300, 1_000, new boolean[] {false}, "full");

  private static <T> byte[] bytes(PeerCodec<T> codec, T value) {
    ByteWriter out = new ByteWriter(64);
    codec.write(out, value, 3);
    return out.toBytes();
  }

  private static Map<String, byte[]> written() {
    Map<String, byte[]> written = new TreeMap<>();
    written.put("hint key", HintFormat.key(1, USER));
    written.put("hint value", HintFormat.value(300, 7));
    written.put("arc key", HintFormat.arcKey(1));
    written.put("arc value", HintFormat.arcValue(300));
    written.put("parcel", bytes(HintsProtocol.DELIVER.request(), PARCEL));
    written.put("receipt", bytes(HintsProtocol.DELIVER.reply(), RECEIPT));
    written.put("refused", bytes(HintsProtocol.DELIVER.reply(), REFUSED));
    return written;
  }

  @Test
  void theBytesAreThoseOfThePage() throws IOException {
    Map<String, String> page = new TreeMap<>();
    Matcher example =
        Pattern.compile("^`([a-z ]+)` `([0-9a-f ]+)`$", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    while (example.find()) {
      page.put(example.group(1), example.group(2));
    }
    Map<String, String> written = new TreeMap<>();
    written()
        .forEach((name, bytes) -> written.put(name, HexFormat.ofDelimiter(" ").formatHex(bytes)));
    assertThat(page).isEqualTo(written);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(HintFormat.hint(5, HintFormat.key(1, USER), HintFormat.value(300, 7)))
        .usingRecursiveComparison()
        .isEqualTo(new Hint(1, 5, USER, 300, 7));
    assertThat(HintFormat.arcKeyspace(HintFormat.arcKey(1))).isEqualTo(1);
    assertThat(HintFormat.sinceMs(HintFormat.arcValue(300))).isEqualTo(300);
    assertThat(HintFormat.sinceMs(HintFormat.value(300, 7))).isEqualTo(300);
    assertThat(HintFormat.isHint(HintFormat.key(1, USER))).isTrue();
    assertThat(HintFormat.isHint(HintFormat.arcKey(1))).isFalse();
    byte[] parcel = bytes(HintsProtocol.DELIVER.request(), PARCEL);
    assertThat(HintsProtocol.DELIVER.request().read(new ByteReader(parcel), 3))
        .usingRecursiveComparison()
        .isEqualTo(PARCEL);
    byte[] receipt = bytes(HintsProtocol.DELIVER.reply(), REFUSED);
    assertThat(HintsProtocol.DELIVER.reply().read(new ByteReader(receipt), 3))
        .usingRecursiveComparison()
        .isEqualTo(REFUSED);
  }

  @Test
  void otherBytesAreRefused() {
    byte[] key = HintFormat.key(1, USER);
    byte[] value = HintFormat.value(300, 7);
    byte[] longer = java.util.Arrays.copyOf(value, value.length + 1);
    byte[] newer = value.clone();
    newer[0]++;
    for (byte[] wrong : List.of(new byte[0], longer, newer, HintFormat.arcValue(300))) {
      assertThatThrownBy(() -> HintFormat.hint(5, key, wrong))
          .isInstanceOf(MalformedBytesException.class);
    }
    assertThatThrownBy(() -> HintFormat.hint(5, HintFormat.arcKey(1), value))
        .isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> HintFormat.arcKeyspace(key))
        .isInstanceOf(MalformedBytesException.class);
  }

  /** The storage asks every value for its time, and whether it is a delete. */
  @Test
  void aHintIsNoState() {
    for (byte[] value : List.of(HintFormat.value(300, 7), HintFormat.arcValue(300))) {
      MemorySegment segment = MemorySegment.ofArray(value);
      assertThat(EncodedSiblings.newestTimestamp(segment, 0, value.length))
          .isEqualTo(EncodedSiblings.NO_TIMESTAMP);
      assertThat(EncodedSiblings.isTombstone(segment, 0, value.length)).isFalse();
    }
  }

  @Test
  void spacesLieBelowAllKeyspaces() {
    for (int member : new int[] {0, 1, 1_000, Integer.MAX_VALUE}) {
      assertThat(HintSpace.isOne(HintSpace.of(member))).isTrue();
      assertThat(HintSpace.member(HintSpace.of(member))).isEqualTo(member);
    }
    assertThat(HintSpace.isOne(0)).isFalse();
  }
}
