package io.atoll.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.client.codec.Codec;
import io.atoll.client.engine.CallTerms;
import io.atoll.wire.LevelCode;
import java.time.Duration;
import java.util.Collections;
import net.jqwik.api.Example;

/** What a request's options become. */
class RequestOptionsTest {
  private static final Context SEEN = Context.of("seen".getBytes(UTF_8));
  private final Given given = new Given();

  @Example
  void whatIsNotSaidIsTheKeyspacesAndTheClients() {
    given.users.get("ada");
    assertThat(given.terms()).isEqualTo(new CallTerms(LevelCode.DEFAULT, false, 5_000, true, true));
    assertThat(given.engine.take().contexts()).isEmpty();
    given.users.put("ada", "1");
    assertThat(given.terms())
        .isEqualTo(new CallTerms(LevelCode.DEFAULT, false, 5_000, false, false));
    assertThat(given.engine.take().contexts()).isEmpty();
    Given quiet =
        new Given(AtollClient.builder().requestTimeout(Duration.ofMillis(70)).hedging(false));
    quiet.users.get("ada");
    assertThat(quiet.terms()).isEqualTo(new CallTerms(LevelCode.DEFAULT, false, 70, true, false));
  }

  @Example
  void whatIsSaidIsSent() {
    ReadOptions reads =
        ReadOptions.at(Consistency.LOCAL_ONE)
            .withTimeout(Duration.ofMillis(9))
            .withSloppy(true)
            .withMinContext(SEEN)
            .withMinContext(Context.NONE)
            .withHedged(false);
    given.users.get("ada", reads);
    assertThat(given.terms()).isEqualTo(new CallTerms(LevelCode.LOCAL_ONE, true, 9, true, false));
    assertThat(given.engine.take().contexts()).containsExactly(SEEN.bytes());
    WriteOptions writes =
        WriteOptions.at(Consistency.replicas(2))
            .withTimeout(Duration.ofSeconds(1))
            .withSloppy(true)
            .withContext(SEEN)
            .withIdempotent(true);
    given.users.put("ada", "1", writes);
    assertThat(given.terms()).isEqualTo(new CallTerms(18, true, 1_000, true, false));
    assertThat(given.engine.take().contexts()).containsExactly(SEEN.bytes());
  }

  @Example
  void aDeleteMayBeRepeatedWhereTwiceRemovesNothingMore() {
    given.users.delete("ada");
    assertThat(given.terms().repeatable()).isTrue();
    given.engine.take();
    given.users.delete("ada", WriteOptions.DEFAULT.withIdempotent(false));
    assertThat(given.terms().repeatable()).isFalse();
    given.engine.take();
    given.client.keyspace("latest").delete(new byte[] {1});
    assertThat(given.terms().repeatable()).isFalse();
    given.engine.take();
    given.client.keyspace("unknown").delete(new byte[] {1});
    assertThat(given.terms().repeatable()).isFalse();
  }

  @Example
  void aKeyspaceCarriesOptionsForRequestsWithout() {
    Keyspace<String, String> near =
        given
            .users
            .withReadOptions(ReadOptions.at(Consistency.ONE))
            .withWriteOptions(WriteOptions.at(Consistency.ALL));
    near.get("ada");
    assertThat(given.engine.take().terms.level()).isEqualTo(LevelCode.ONE);
    near.put("ada", "1");
    assertThat(given.engine.take().terms.level()).isEqualTo(LevelCode.ALL);
    near.get("ada", ReadOptions.DEFAULT);
    assertThat(given.engine.take().terms.level()).isEqualTo(LevelCode.DEFAULT);
  }

  @Example
  void impossibleOptionsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadOptions.DEFAULT.withTimeout(Duration.ZERO))
        .withMessageContaining("timeout is PT0S; it must be 1 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WriteOptions.DEFAULT.withTimeout(Duration.ofDays(99)))
        .withMessageContaining("timeout is PT2376H");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new WriteOptions(Consistency.ONE, null, false, Collections.nCopies(65, SEEN), null))
        .withMessageContaining("65 contexts; must be at most 64");
  }

  @Example
  void aKeyOfBytesGoesAsItIs() {
    given.client.keyspace("users", Codec.int64(), Codec.bytes("image/png")).put(1L, new byte[] {7});
    FakeEngine.Call call = given.engine.take();
    assertThat(call.keyspace).isEqualTo("users");
    assertThat(call.key()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(call.writing.contentType()).isEqualTo("image/png");
    assertThat(call.writing.value()).containsExactly(7);
    assertThat(call.writing.delete()).isFalse();
  }
}
