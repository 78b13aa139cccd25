package io.atoll.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.resilience.ByteBudget;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  @Test
  void requestsAreCountedAgainstTheirBound() {
    Admission admission = new Admission(2, ByteBudget.unbounded());
    admission.enter(0);
    assertThat(admission.hasRoom()).isTrue();
    admission.enter(0);
    assertThat(admission.hasRoom()).isFalse();
    assertThat(admission.fullBecause("node"))
        .isEqualTo(
            "the node works on 2 requests on this loop and takes no more; nothing was attempted");
    admission.leave(0);
    assertThat(admission.hasRoom()).isTrue();
    assertThat(admission.inFlight()).isEqualTo(1);
  }

  @Test
  void bytesThatDoNotFitAreNotNoted() {
    Admission admission = new Admission(1, new ByteBudget(10));
    assertThat(admission.hold(6)).isTrue();
    assertThat(admission.hold(5)).isFalse();
    assertThat(admission.heldBytes()).isEqualTo(6);
    admission.release(6);
    assertThat(admission.hold(10)).isTrue();
  }

  @Test
  void whatOneLoopHoldsLeavesNoRoomOnAnother() {
    ByteBudget memory = new ByteBudget(2 * Admission.REQUEST_BYTES);
    Admission one = new Admission(10, memory);
    Admission other = new Admission(10, memory);
    one.enter(0);
    assertThat(one.hold(Admission.REQUEST_BYTES)).isTrue();
    assertThat(other.hasRoom()).isFalse();
    assertThat(other.fullBecause("router"))
        .isEqualTo(
            "the router holds 8192 bytes for requests, all that it may; nothing was attempted");
    one.release(Admission.REQUEST_BYTES);
    one.leave(0);
    assertThat(other.hasRoom()).isTrue();
    assertThat(memory.reservedBytes()).isZero();
  }
}
