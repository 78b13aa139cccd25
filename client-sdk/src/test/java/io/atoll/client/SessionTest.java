package io.atoll.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.Crc32c;
import io.atoll.client.codec.Codec;
import io.atoll.client.engine.CallFailure;
import io.atoll.client.failure.SessionFull;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Protocol;
import io.atoll.wire.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What a session carries, when it refuses, and how it travels. */
class SessionTest {
  private final Given given = new Given();
  private final Session session = Session.start();
  private final Keyspace<String, String> users = given.users.in(session);

  private static Response.Written written(String context) {
    return new Response.Written(1, Outcome.NONE, context.getBytes(UTF_8));
  }

  private static Response.Values nothing(String context) {
    return new Response.Values(1, Outcome.NONE, context.getBytes(UTF_8), false, List.of());
  }

  private List<String> carried() {
    return given.engine.underWay.getLast().contexts().stream()
        .map(c -> new String(c, UTF_8))
        .toList();
  }

  @Example
  void anAnswerTakesThePlaceOfWhatItsRequestCarriedAndOfNothingElse() {
    users.put("ada", "1");
    users.put("ada", "2");
    FakeEngine.Call first = given.engine.take();
    FakeEngine.Call second = given.engine.take();
    first.answer(written("a"));
    users.get("ada");
    assertThat(carried()).containsExactly("a");
    second.answer(written("b"));
    given.engine.take().answer(nothing("A"));
    users.get("ada");
    assertThat(carried()).containsExactly("b", "A");
    given.engine.take().answer(nothing("AB"));
    users.delete("ada");
    assertThat(carried()).containsExactly("AB");
  }

  @Example
  void keysAndKeyspacesAreRememberedApart() {
    users.put("ada", "1");
    given.engine.take().answer(written("a"));
    users.get("bob");
    assertThat(carried()).isEmpty();
    given.client.keyspace("latest", Codec.utf8(), Codec.utf8()).in(session).get("ada");
    assertThat(carried()).isEmpty();
    given.client.keyspace("users").in(session).get("ada".getBytes(UTF_8));
    assertThat(carried()).containsExactly("a");
  }

  @Example
  void aRequestThatFailedChangesNothing() {
    users.put("ada", "1");
    given.engine.take().answer(written("a"));
    users.put("ada", "2");
    given.engine.take().fail(FailureCode.NOT_ENOUGH_ANSWERS);
    users.get("ada");
    assertThat(carried()).containsExactly("a");
  }

  @Example
  void contextsOfTheOptionsGoAlong() {
    Context other = Context.of("other".getBytes(UTF_8));
    users.put("ada", "1");
    given.engine.take().answer(written("a"));
    users.get("ada", ReadOptions.DEFAULT.withMinContext(other));
    assertThat(carried()).containsExactly("a", "other");
    users.put("ada", "2", WriteOptions.replacing(other));
    assertThat(carried()).containsExactly("a", "other");
  }

  @Example
  void aBatchCarriesTheContextsOfEachKey() {
    users.put("ada", "1");
    given.engine.take().answer(written("a"));
    users.getAll(List.of("ada", "bob"));
    assertThat(given.engine.take().contexts()).hasSize(1);
    assertThat(given.engine.take().contexts()).isEmpty();
  }

  @Example
  void aNewKeyBeyondTheBoundIsRefusedAndNothingIsForgotten() {
    Session small = Session.start(2);
    Keyspace<String, String> in = given.users.in(small);
    in.put("ada", "1");
    in.put("bob", "1");
    assertThat(Given.failure(in.put("eve", "1")))
        .isInstanceOf(SessionFull.class)
        .hasMessageContaining("2 keys");
    given.engine.take().answer(written("a"));
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    assertThat(small.keys()).isEqualTo(1);
    in.get("eve");
    assertThat(given.engine.underWay).hasSize(1);
    given.engine.take().answer(nothing(""));
    assertThat(small.keys()).isEqualTo(1);
  }

  @Example
  void oneKeyFailsAloneInABatchThatTheSessionHasNoRoomFor() {
    CompletionStage<BatchResult<String, Written>> stage =
        given.users.in(Session.start(1)).deleteAll(List.of("ada", "bob"));
    given.engine.take().answer(written("a"));
    BatchResult<String, Written> result = stage.toCompletableFuture().getNow(null);
    assertThat(result.successes()).containsOnlyKeys("ada");
    assertThat(result.failures().get("bob")).isInstanceOf(SessionFull.class);
  }

  @Example
  void moreThanCanBeRememberedOfOneKeyIsRefused() {
    for (int i = 0; i < Protocol.MAX_CONTEXTS; i++) {
      users.put("ada", "value");
    }
    assertThat(Given.failure(users.get("ada")))
        .isInstanceOf(SessionFull.class)
        .hasMessageContaining("at most 64");
    for (int i = 0; i < Protocol.MAX_CONTEXTS; i++) {
      given.engine.take().answer(written("context" + i));
    }
    assertThat(Given.failure(users.get("ada"))).isInstanceOf(SessionFull.class);
    session.forget(users, "ada");
    users.get("ada");
    assertThat(carried()).isEmpty();
  }

  @Example
  void whatIsForgottenMakesRoomAndWhatIsUnderWayIsRememberedStill() {
    users.put("ada", "1");
    given.engine.take().answer(written("a"));
    users.get("ada");
    session.forget(users, "ada");
    assertThat(session.keys()).isEqualTo(1);
    given.engine.take().answer(nothing("A"));
    users.get("ada");
    assertThat(carried()).containsExactly("A");
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    session.forget(users, "ada");
    assertThat(session.keys()).isZero();
  }

  @Example
  void aWriteInDoubtIsReplacedOnceItWasRead() {
    users.put("ada", "lost");
    FakeEngine.Call inDoubt = given.engine.take();
    given.replica.write("users", inDoubt.writing);
    inDoubt.fail(new CallFailure(CallFailure.Kind.UNANSWERED, null, Outcome.NONE, true, "silence"));
    given.done(users.put("ada", "next"));
    Entry<String> both = given.done(users.get("ada"));
    assertThat(both.siblings()).extracting(Sibling::value).containsExactly("lost", "next");
    given.done(users.put("ada", "last"));
    assertThat(given.done(users.get("ada")).value()).contains("last");
  }

  @Example
  void whatTravelsGoesOn() {
    users.put("ada", "1");
    users.put("ada", "2");
    given.engine.take().answer(written("a"));
    given.engine.take().answer(written("b"));
    users.get("bob");
    Session elsewhere = Session.restore(session.toBytes());
    assertThat(elsewhere.keys()).isEqualTo(1);
    given.users.in(elsewhere).get("ada");
    assertThat(carried()).containsExactly("a", "b");
  }

  @Example
  void aSessionOfManyKeysIsRestoredWithABoundThatIsWideEnough() {
    users.put("ada", "1");
    users.put("bob", "1");
    given.engine.take().answer(written("a"));
    given.engine.take().answer(written("b"));
    byte[] bytes = session.toBytes();
    assertThat(Session.restore(bytes, 2).keys()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.restore(bytes, 1))
        .withMessageContaining("number of keys is 2; must be 0 to 1");
  }

  @Example
  void theExampleOfThePageIsWhatIsWritten() throws Exception {
    String page = Files.readString(Path.of("src/main/java/io/atoll/client/FORMAT.md"));
    String block = page.split("```")[1].replaceAll("\\s", "");
    byte[] expected = HexFormat.of().parseHex(block);
    byte[] written =
        SessionFormat.encode(
            Map.of(
                new SessionKey("users", "k".getBytes(UTF_8)),
                List.of(new byte[] {(byte) 0xAB, (byte) 0xCD})));
    assertThat(written).isEqualTo(expected);
  }

  @Property(tries = 200)
  void allIsThereAfterTheJourney(
      @ForAll @Size(max = 20) List<@Size(min = 1, max = 10) byte[]> keys,
      @ForAll @Size(min = 1, max = 5) List<@Size(min = 1, max = 20) byte[]> contexts) {
    Map<SessionKey, List<byte[]>> seen = new java.util.LinkedHashMap<>();
    keys.forEach(key -> seen.put(new SessionKey("käse", key), contexts));
    byte[] bytes = SessionFormat.encode(seen);
    Map<SessionKey, List<byte[]>> read = SessionFormat.decode(bytes, 100);
    assertThat(read.keySet()).containsExactlyElementsOf(seen.keySet());
    assertThat(SessionFormat.encode(read)).isEqualTo(bytes);
  }

  @Property(tries = 2_000)
  void anyBytesAreASessionOrRefused(@ForAll byte[] bytes) {
    assertReadOrRefused(bytes);
    assertReadOrRefused(sealed(bytes));
  }

  @Property(tries = 500)
  void bytesThatWereAlteredAreRefused(
      @ForAll @IntRange(max = 60) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
    Session some = Session.start();
    some.begin("users", new byte[] {1, 2, 3}).ended(new byte[] {4, 5, 6});
    byte[] bytes = some.toBytes();
    bytes[at % bytes.length] ^= (byte) change;
    assertThatIllegalArgumentException().isThrownBy(() -> Session.restore(bytes));
    assertReadOrRefused(sealed(Arrays.copyOf(bytes, bytes.length - 4)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.restore(Arrays.copyOf(bytes, at % bytes.length)));
  }

  @Example
  void bytesOfALaterVersionAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Session.restore(new byte[] {2, 0, 0, 0, 0, 0}))
        .withMessageContaining("version 2");
  }

  private static void assertReadOrRefused(byte[] bytes) {
    try {
      assertThat(Session.restore(bytes).toBytes()).isEqualTo(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).contains("session");
    }
  }

  /** Bytes with the right version and checksum, so that the decoder gets to see them. */
  private static byte[] sealed(byte[] bytes) {
    ByteWriter out = new ByteWriter(bytes.length + 5).writeByte(1).writeRaw(bytes);
    return out.writeInt(Crc32c.of(out.array(), 0, out.size())).toBytes();
  }

  @Example
  void threadsShareASession() throws Exception {
    Session shared = Session.start();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      byte id = (byte) t;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      shared.begin("users", new byte[] {1}).ended(new byte[] {id, (byte) i, 1});
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Session.Visit last = shared.begin("users", new byte[] {1});
    assertThat(last.contexts()).hasSizeBetween(1, 2);
    last.ended(new byte[] {9});
    assertThat(shared.keys()).isEqualTo(1);
  }
}
