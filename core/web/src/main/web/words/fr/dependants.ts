import type english from "../en/dependants";

const french: Record<keyof typeof english, string> = {
  dependants: "Éléments concernés",
  "dependants.none": "Rien d’autre ne l’utilise.",
  "dependants.policies": "Politiques d’escalade",
  "dependants.services": "Services",
  "dependants.rules": "Règles de routage",
  "dependants.teams": "Canaux des équipes",
  "dependants.people": "Personnes",
  "dependants.instead": "Les messages passent par {names}.",
  "dependants.last": "Personne ne sera d’astreinte pour {team} : l’équipe n’a pas d’autre planning.",
};

export default french;
