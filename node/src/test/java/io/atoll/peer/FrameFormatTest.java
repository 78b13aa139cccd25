package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The heads of frames are those of {@code FORMAT.md}, and no others are taken. */
class FrameFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/peer/FORMAT.md");

  private final FrameWriter frames = new FrameWriter();
  private final FrameHead head = new FrameHead();

  private Map<String, byte[]> examples() {
    StreamFailure failed = new StreamFailure(StreamFailure.Reason.SOURCE_FAILED, "what");
    StreamFailure cancelled = new StreamFailure(StreamFailure.Reason.CANCELLED, "");
    NotServed unknown = new NotServed(NotServed.Reason.UNKNOWN_CALL, "what");
    byte[] wholeReply = frames.reply(3, Talk.ASK, 3, "yes");
    return Map.ofEntries(
        Map.entry("request", frames.request(2, Talk.ASK, 3, 2, 1_000, "hi")),
        Map.entry("request in version 1", frames.request(1, Talk.ASK, 3, 2, 1_000, "hi")),
        Map.entry("reply", frames.reply(2, Talk.ASK, 3, "yes")),
        Map.entry("not served", frames.notServed(2, 3, unknown)),
        Map.entry("message", frames.message(2, Talk.SAY, "hi")),
        Map.entry("first part", frames.firstPart(300, wholeReply, 4)),
        Map.entry("part", frames.part(300, wholeReply, 4, 2)),
        Map.entry("opening", frames.opening(3)),
        Map.entry("open", frames.open(2, Talk.TELL, 4, 2, 300, "hi")),
        Map.entry("credit", frames.credit(4, 300)),
        Map.entry("chunk", frames.chunk(2, 4, new byte[] {1, 2, 3})),
        Map.entry("end", frames.end(2, Talk.TELL, 4, "yes")),
        Map.entry("abort", frames.streamFailed(2, FrameHead.ABORT, 4, failed)),
        Map.entry("cancel", frames.streamFailed(2, FrameHead.CANCEL, 4, cancelled)));
  }

  @Example
  void theExamplesAreWhatIsWrittenAndThereAreNoOthers() throws IOException {
    Matcher matcher =
        Pattern.compile("### Example: ([^\n]*)\n.*?```\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    Map<String, byte[]> examples = examples();
    int found = 0;
    while (matcher.find()) {
      String hex = matcher.group(2).replaceAll("#[^\n]*", "").replaceAll("\\s", "");
      assertThat(examples).containsKey(matcher.group(1));
      assertThat(HexFormat.of().formatHex(examples.get(matcher.group(1))))
          .as(matcher.group(1))
          .isEqualTo(hex);
      found++;
    }
    assertThat(found).isEqualTo(examples.size());
  }

  @Example
  void aHeadIsReadBack() {
    head.read(new ByteReader(frames.request(2, Talk.ASK, 1L << 40, 9, Long.MAX_VALUE, "hi")), 2);
    assertThat(head.kind()).isEqualTo(FrameHead.REQUEST);
    assertThat(head.protocol()).isEqualTo(5);
    assertThat(head.call()).isEqualTo(9);
    assertThat(head.number()).isEqualTo(1L << 40);
    assertThat(head.asker()).isEqualTo(9);
    assertThat(head.timeLeftMs()).isEqualTo(Integer.MAX_VALUE);
  }

  @Property(tries = 20_000)
  void anyBytesAreAHeadOrMalformed(
      @ForAll @IntRange(max = 15) int kind,
      @ForAll byte[] rest,
      @ForAll @IntRange(min = 1, max = 3) int version) {
    byte[] bytes = new byte[rest.length + 1];
    bytes[0] = (byte) kind;
    System.arraycopy(rest, 0, bytes, 1, rest.length);
    try {
      head.read(new ByteReader(bytes), version);
      assertThat(head.protocol()).isBetween(0, PeerProtocol.MAX_NUMBER);
      assertThat(head.call()).isBetween(0, PeerProtocol.MAX_NUMBER);
      assertThat(head.asker()).isNotNegative();
      assertThat(head.timeLeftMs()).isNotNegative();
    } catch (MalformedBytesException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  @Example
  void anEmptyFrameIsMalformed() {
    assertThatThrownBy(() -> head.read(new ByteReader(new byte[0]), 2))
        .isInstanceOf(MalformedBytesException.class);
  }

  @Example
  void numbersAreTheirOwn() {
    PeerServices services = new PeerServices().serve(Talk.ASK, (text, question) -> {});
    assertThatThrownBy(() -> services.serve(Talk.ASK, (text, question) -> {}))
        .hasMessage(
            "'ask' of protocol 'talk' has the number 9, which is taken: each must have its own");
    PeerMessage<String> other =
        new PeerMessage<>(new PeerProtocol(5, "gossip"), 1, "hear", new Talk.Text());
    assertThatThrownBy(() -> services.receive(other, (from, text) -> {}))
        .hasMessage("protocols 'talk' and 'gossip' have the number 5: each must have its own");
    assertThatThrownBy(() -> new PeerProtocol(128, "late"))
        .hasMessage("protocol 'late' has the number 128: must be 1 to 127");
    assertThatThrownBy(() -> new PeerMessage<>(Talk.PROTOCOL, 0, "nothing", new Talk.Text()))
        .hasMessage("message 'nothing' has the number 0: must be 1 to 127");
  }
}
