"""What stands in the way of a line of sight: houses as prisms, trees as crowns or a canopy."""
