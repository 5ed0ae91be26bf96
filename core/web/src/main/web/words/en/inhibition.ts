export default {
  "inhibition.about":
    "While one alert fires, a rule hides others: when a node is down, nobody needs to hear of each of its services.",
  "inhibition.none": "There is no inhibit rule.",
  "inhibition.add": "Add an inhibit rule",
  "inhibition.source": "While these fire",
  "inhibition.target": "Hides these",
  "inhibition.equal": "With the same labels",
  "inhibition.equal.hint":
    "The names of labels, one on each line, such as cluster. A label that neither alert has counts as the same. With none, one source hides all targets.",
  "inhibition.wait": "Waits",
  "inhibition.wait.hint":
    "How long a target that comes first waits for its source, such as PT30S; ten minutes at most, PT0S for not at all.",
  "inhibition.active": "In use",
  "inhibition.turnOff": "Switch off",
  "inhibition.turnOn": "Switch on",
  "inhibition.turnedOff": "{name} is off. What it hid is decided anew.",
  "inhibition.turnedOn": "{name} is on.",
  "inhibition.delete": "Delete",
  "inhibition.deleted": "{name} is deleted. What it hid is decided anew.",
};
