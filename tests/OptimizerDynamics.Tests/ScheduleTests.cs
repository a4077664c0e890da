namespace OptimizerDynamics.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void Constant_is_one() => Assert.Equal([1, 1, 1], Multipliers(Schedule.Constant, 3));

    [Fact]
    public void Steps_drop_at_their_iterations() =>
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Multipliers(new StepDrops([2, 4], 0.5), 5));

    [Fact]
    public void Fractions_drop_at_their_part_of_the_run() =>
        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25], Multipliers(new FractionDrops([0.25, 0.5], 0.5), 8, 8));

    /// <summary>250 epochs at the base rate, 75 at a tenth, whatever an epoch's number of iterations.</summary>
    [Theory]
    [InlineData(325)]
    [InlineData(325 * 1250)]
    [InlineData(325 * 391)]
    public void The_papers_schedule_drops_after_250_of_325_epochs(int runLength)
    {
        var schedule = new FractionDrops([250.0 / 325]);
        var drop = runLength / 325 * 250;

        Assert.Equal(1, schedule.MultiplierAt(drop - 1, runLength));
        Assert.Equal(0.1, schedule.MultiplierAt(drop, runLength));
    }

    [Fact]
    public void Cosine_falls_from_one_to_its_floor()
    {
        var schedule = new CosineSchedule(0.2);
        Assert.Equal(1, schedule.MultiplierAt(0, 10));
        Assert.Equal(0.6, schedule.MultiplierAt(5, 10), 15);
        Assert.Equal(0.2, schedule.MultiplierAt(10, 10), 15);
        Assert.Equal(schedule.MultiplierAt(10, 10), schedule.MultiplierAt(1000, 10));
    }

    [Fact]
    public void Warm_up_rises_in_a_line_on_top_of_another_schedule()
    {
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Multipliers(new LinearWarmUp(4), 5));
        Assert.Equal([0.25, 0.5, 0.375, 0.5, 0.5], Multipliers(new LinearWarmUp(4, new StepDrops([2], 0.5)), 5));
        Assert.True(new LinearWarmUp(4, new CosineSchedule()).NeedsRunLength);
    }

    [Fact]
    public void Inverse_time_divides_by_a_growing_number() =>
        Assert.Equal([1, 1 / 1.5, 0.5], Multipliers(new InverseTimeDecay(0.5), 3));

    [Fact]
    public void Schedules_are_equal_by_value_and_say_what_they_are()
    {
        Assert.Equal(new StepDrops([1, 2]), new StepDrops([1, 2]));
        Assert.Equal(new StepDrops([1, 2]).GetHashCode(), new StepDrops([1, 2]).GetHashCode());
        Assert.NotEqual(new StepDrops([1, 2]), new StepDrops([1, 3]));
        Assert.Equal(new FractionDrops([0.5]), new FractionDrops([0.5]));
        Assert.NotEqual<Schedule>(new FractionDrops([0.5], 0.2), new FractionDrops([0.5]));
        Assert.Equal(
            "LinearWarmUp(length: 10, then: FractionDrops(at: [0.5], factor: 0.1))",
            new LinearWarmUp(10, new FractionDrops([0.5])).ToString());
    }

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new StepDrops([]));
        Assert.Throws<ArgumentException>(() => new StepDrops([-1]));
        Assert.Throws<ArgumentException>(() => new StepDrops([2, 2]));
        Assert.Throws<ArgumentException>(() => new FractionDrops([0.5, 0.4]));
        Assert.Throws<ArgumentException>(() => new FractionDrops([1]));
        Assert.Throws<ArgumentException>(() => new FractionDrops([double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmUp(0));
    }

    private static double[] Multipliers(Schedule schedule, int count, long runLength = 0) =>
        [.. Enumerable.Range(0, count).Select(t => schedule.MultiplierAt(t, runLength))];
}
