"""What a plan's cameras ask of the operations centre: people, recording, network, power, money."""
