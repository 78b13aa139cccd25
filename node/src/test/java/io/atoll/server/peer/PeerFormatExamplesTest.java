package io.atoll.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.replication.Outcome;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.ReplicaFailure;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of {@code FORMAT.md} are what the code writes and reads. */
class PeerFormatExamplesTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/server/peer/FORMAT.md");
  private static final byte[] USER = utf8("user");
  private static final byte[] EMPTY = Siblings.EMPTY.encode();

  private static Map<String, PeerFrame> examples() {
    Map<String, PeerFrame> examples = new LinkedHashMap<>();
    examples.put("read", new PeerFrame.Question(3, 2, new PeerRequest.Read(300, 1, USER)));
    examples.put("state", new PeerFrame.Answer(3, new PeerReply.State(300, EMPTY)));
    examples.put(
        "merge",
        new PeerFrame.Question(
            4, 2, new PeerRequest.Merge(300, 1, USER, EMPTY, new int[] {7, 200})));
    examples.put("acked", new PeerFrame.Answer(4, new PeerReply.Acked(300, 200)));
    examples.put(
        "coordinate",
        new PeerFrame.Question(
            5,
            2,
            new PeerRequest.Coordinate(
                300,
                new WriteRequest(
                    "default",
                    USER,
                    CausalContext.EMPTY,
                    false,
                    "text/plain",
                    utf8("hi"),
                    Named.QUORUM,
                    1_000))));
    examples.put(
        "wrote",
        new PeerFrame.Answer(
            5,
            new PeerReply.Wrote(
                300,
                new WriteResult(
                    new CausalContext(VersionVector.of(new Actor(4, 1), 1), 258),
                    new Outcome(3, 2, 2, 0, 300, true)))));
    examples.put(
        "failed",
        new PeerFrame.Answer(
            5, new PeerReply.Failed(300, 4, new RequestFailure.Unavailable("none", 1, 2))));
    examples.put(
        "failed with a reason",
        new PeerFrame.Answer(
            5,
            new PeerReply.Failed(
                300,
                4,
                new RequestFailure.NotEnoughAnswers(
                    "few",
                    new Outcome(2, 1, 2, 0, 300, false),
                    List.of(new ReplicaFailure("b", "full"))))));
    examples.put("topology", new PeerFrame.TopologyMessage(new byte[] {10, 11}));
    return examples;
  }

  static Iterable<String> names() {
    return examples().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theExampleIsWhatTheCodeWritesAndReads(String name) throws IOException {
    byte[] bytes = hexBlock(name);
    PeerFrame frame = examples().get(name);
    assertThat(HexFormat.of().formatHex(PeerFrameCodec.encode(frame)))
        .isEqualTo(HexFormat.of().formatHex(bytes));
    assertThat(PeerFrameCodec.encode(PeerFrameCodec.decode(bytes))).isEqualTo(bytes);
  }

  @Test
  void everyExampleOfThePageIsChecked() throws IOException {
    Matcher headings = Pattern.compile("### Example: (.*)\n").matcher(Files.readString(PAGE));
    assertThat(headings.results().map(heading -> heading.group(1)))
        .containsExactlyInAnyOrderElementsOf(names());
  }

  private static byte[] hexBlock(String name) throws IOException {
    Matcher matcher =
        Pattern.compile("### Example: " + name + "\n.*?```\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(matcher.find()).as("an example named '%s' in %s", name, PAGE).isTrue();
    String hex = matcher.group(1).replaceAll("#[^\n]*", "").replaceAll("\\s", "");
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
