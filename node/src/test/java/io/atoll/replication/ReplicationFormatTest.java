package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.replication.PeerPayloads.Payload;
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
class ReplicationFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/replication/FORMAT.md");
  private static final byte[] USER = utf8("user");
  private static final byte[] EMPTY = Siblings.EMPTY.encode();

  private static Map<String, Payload<?>> examples() {
    Map<String, Payload<?>> examples = new LinkedHashMap<>();
    examples.put(
        "read",
        new Payload<>(ReplicationProtocol.READ.request(), new PeerRequest.Read(300, 1, USER)));
    examples.put(
        "state",
        new Payload<>(ReplicationProtocol.READ.reply(), new PeerReply.Done<>(300, 4, EMPTY)));
    examples.put(
        "apply",
        new Payload<>(
            ReplicationProtocol.APPLY.request(),
            new PeerRequest.Apply(300, 1, USER, EMPTY, new int[] {7, 200})));
    examples.put(
        "applied",
        new Payload<>(
            ReplicationProtocol.APPLY.reply(), new PeerReply.Done<>(300, 200, Merged.KEPT)));
    examples.put(
        "applied and lost",
        new Payload<>(
            ReplicationProtocol.APPLY.reply(), new PeerReply.Done<>(300, 200, new Merged(300))));
    examples.put(
        "coordinate",
        new Payload<>(
            ReplicationProtocol.COORDINATE.request(),
            new PeerRequest.Coordinate(
                300,
                new WriteRequest(
                    "default",
                    1,
                    USER,
                    CausalContext.EMPTY,
                    false,
                    "text/plain",
                    utf8("hi"),
                    Named.QUORUM,
                    1_000))));
    examples.put(
        "wrote",
        new Payload<>(
            ReplicationProtocol.COORDINATE.reply(),
            new PeerReply.Done<>(
                300,
                4,
                new WriteResult(
                    new CausalContext(VersionVector.of(new Actor(4, 1), 1), 258),
                    new Outcome(3, 2, 2, 0, 300, true)))));
    examples.put(
        "failed",
        new Payload<>(
            ReplicationProtocol.READ.reply(),
            new PeerReply.Failed<>(300, 4, new RequestFailure.Unavailable("none", 1, 2))));
    examples.put(
        "failed with a reason",
        new Payload<>(
            ReplicationProtocol.READ.reply(),
            new PeerReply.Failed<>(
                300,
                4,
                new RequestFailure.NotEnoughAnswers(
                    "few",
                    new Outcome(2, 1, 2, 0, 300, false),
                    List.of(new ReplicaFailure("b", "full"))))));
    return examples;
  }

  static Iterable<String> names() {
    return examples().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theExampleIsWhatTheCodeWritesAndReads(String name) throws IOException {
    byte[] bytes = hexBlock(name);
    assertSame(examples().get(name), bytes);
  }

  private static <T> void assertSame(Payload<T> example, byte[] bytes) {
    assertThat(HexFormat.of().formatHex(example.bytes()))
        .isEqualTo(HexFormat.of().formatHex(bytes));
    assertThat(new Payload<>(example.codec(), example.read(bytes)).bytes()).isEqualTo(bytes);
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
