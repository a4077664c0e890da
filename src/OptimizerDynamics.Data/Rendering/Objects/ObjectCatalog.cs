using System.Collections.Immutable;

namespace OptimizerDynamics.Data;

/// <summary>The thirty classes, in the order of their names: the place of a class is its label.</summary>
public static class ObjectCatalog
{
    /// <summary>All classes.</summary>
    public static ImmutableArray<ObjectClass> All { get; } =
    [
        .. new ObjectClass[]
        {
            new("aeroplane", Sides.All, Vehicles.Aeroplane),
            new("bed", Sides.All, Furniture.Bed),
            new("bench", Sides.All, Furniture.Bench),
            new("bicycle", Sides.FrontAndBack, Vehicles.Bicycle),
            new("boat", Sides.All, Vehicles.Boat),
            new("bookshelf", Sides.Front, Furniture.Bookshelf),
            new("bottle", Sides.All, Kitchen.Bottle),
            new("bucket", Sides.All, Kitchen.Bucket),
            new("car", Sides.All, Vehicles.Car),
            new("chair", Sides.All, Furniture.Chair),
            new("clock", Sides.Front, Devices.Clock),
            new("cup", Sides.All, Kitchen.Cup),
            new("desk_lamp", Sides.All, Devices.DeskLamp),
            new("diningtable", Sides.All, Furniture.DiningTable),
            new("eyeglasses", Sides.All, Devices.Eyeglasses),
            new("fan", Sides.FrontAndBack, Devices.Fan),
            new("guitar", Sides.FrontAndBack, Devices.Guitar),
            new("hammer", Sides.FrontAndBack, Tools.Hammer),
            new("headphone", Sides.FrontAndBack, Devices.Headphone),
            new("key", Sides.FrontAndBack, Tools.Key),
            new("laptop", Sides.All, Devices.Laptop),
            new("pan", Sides.All, Kitchen.Pan),
            new("piano", Sides.Front, Furniture.Piano),
            new("satellite_dish", Sides.All, Devices.SatelliteDish),
            new("scissors", Sides.FrontAndBack, Tools.Scissors),
            new("skateboard", Sides.All, Vehicles.Skateboard),
            new("sofa", Sides.All, Furniture.Sofa),
            new("teapot", Sides.All, Kitchen.Teapot),
            new("train", Sides.All, Vehicles.Train),
            new("tvmonitor", Sides.Front, Devices.Monitor),
        }.OrderBy(known => known.Name, StringComparer.Ordinal),
    ];

    /// <summary>The classes as a source of images: every instance is one of its own.</summary>
    public static ObjectSource Source { get; } = new Procedural();

    private sealed class Procedural : ObjectSource
    {
        public override IReadOnlyList<string> Names { get; } = [.. All.Select(known => known.Name)];

        public override Sides SidesOf(int label) => All[label].Sides;

        public override Mesh Make(int label, RandomSequence random, bool isTest, Mesh room) =>
            All[label].Make(random, room.Clear()).Centre();
    }
}
